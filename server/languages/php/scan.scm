; leaves
[(variable_name) (relative_scope)] @name
[
  (argument (name) @name)
  (array_element_initializer (name) @name)
  (arrow_function body: (name) @name)
  (assignment_expression right: (name) @name)
  (binary_expression (name) @name)
  (case_statement value: (name) @name)
  (cast_expression value: (name) @name)
  (conditional_expression (name) @name)
  (const_element (_) (name) @name)
  (echo_statement (name) @name)
  (expression_statement (name) @name)
  (match_condition_list (name) @name)
  (match_conditional_expression return_expression: (name) @name)
  (match_default_expression return_expression: (name) @name)
  (parenthesized_expression (name) @name)
  (property_element default_value: (name) @name)
  (return_statement (name) @name)
  (simple_parameter default_value: (name) @name)
  (throw_expression (name) @name)
  (unary_op_expression (name) @name)
  (variadic_unpacking (name) @name)
]
(qualified_name (name) @name)
[(string) (encapsed_string)] @string
(integer) @number
(boolean) @bool
(heredoc) @template
(comment) @comment

; access
(member_access_expression object: (_) @member.object name: (_) @member.key) @member
(member_access_expression name: (name) @name)
(nullsafe_member_access_expression object: (_) @member.object name: (_) @member.key) @member
(nullsafe_member_access_expression name: (name) @name)
(scoped_property_access_expression scope: (_) @member.object name: (_) @member.key) @member
(scoped_property_access_expression scope: (name) @name)
(class_constant_access_expression . (_) @member.object . (name) @member.key @name .) @member
(class_constant_access_expression . (name) @name . (name) .)
(subscript_expression . (_) @index.object) @index
(subscript_expression . (name) @name)
(subscript_expression (_) . (_) @index.key .)

; calls
(function_call_expression function: (_) @call.callee) @call
(function_call_expression function: (name) @name)
(member_call_expression object: (_) @call.receiver name: (_) @call.callee) @call
(member_call_expression name: (name) @name)
(nullsafe_member_call_expression object: (_) @call.receiver name: (_) @call.callee) @call
(nullsafe_member_call_expression name: (name) @name)
(scoped_call_expression scope: (_) @call.receiver name: (_) @call.callee) @call
(scoped_call_expression scope: (name) @name)
(scoped_call_expression name: (name) @name)
(object_creation_expression [(name) @name (qualified_name) (relative_scope) (variable_name)] @call.callee) @call @is.new
(argument !name (_) @call.arg .)
(argument name: (name) @pair.key @name @is.value (_) @pair.value .) @pair @call.arg
(cast_expression type: (_) @call.callee @name value: (_) @call.arg) @call
(echo_statement "echo" @call.callee @name (_) @call.arg) @call
(print_intrinsic "print" @call.callee @name (_) @call.arg) @call
(unary_op_expression operator: ["-" "+" "~"]) @opaque
[(update_expression) (augmented_assignment_expression operator: ["+=" "-=" ".=" "*="])] @opaque

; collections
(array_creation_expression) @list
(array_element_initializer . (_) @pair.key . (_) @pair.value .) @pair

; tests
(binary_expression left: (_) @op.left operator: _ @op.sign right: (_) @op.right) @op
(unary_op_expression operator: "!" @op.sign argument: (_) @op.right) @op

; deciding
(switch_statement condition: (_) @switch.subject) @switch @is.loose
(case_statement value: (_) @arm.label) @arm @is.falls
(default_statement) @arm @is.falls @is.default
(match_expression condition: (_) @switch.subject) @switch
(match_conditional_expression conditional_expressions: (match_condition_list (_) @arm.label))
(match_conditional_expression return_expression: (_) @arm.body) @arm
(match_default_expression return_expression: (_) @arm.body) @arm @is.default
(if_statement condition: (_) @if.condition body: (_) @if.then) @if
(else_if_clause condition: (_) @elif.condition body: (_) @elif.then) @elif
(if_statement alternative: (else_clause body: (_) @if.else))
(conditional_expression condition: (_) @if.condition body: (_) @if.then alternative: (_) @if.else) @if @is.value
(conditional_expression !body condition: (_) @op.left "?" @op.sign alternative: (_) @op.right) @op

; sequence and jumps
[(compound_statement) (colon_block)] @block
(for_statement condition: (_) @loop.condition)
(for_statement body: (_) @loop.body) @loop
(foreach_statement . (_) @loop.source)
(foreach_statement "as" . [(variable_name) (list_literal) (by_ref)] @loop.local)
(foreach_statement (pair (_) . (_) @loop.local .))
(foreach_statement body: (_) @loop.body) @loop
(while_statement condition: (_) @loop.condition body: (_) @loop.body) @loop
(do_statement body: (_) @loop.body condition: (_) @loop.condition) @loop
(try_statement body: (_) @try.body) @try
(catch_clause body: (_) @catch.body) @catch
(catch_clause name: (_) @catch.name)
(type_list (named_type) @catch.type)
(type_list (named_type (name) @name))
(finally_clause) @finally
(return_statement) @return
[(throw_expression) (exit_statement)] @throw
(continue_statement) @continue
(break_statement) @break

; scopes
(function_definition name: (name) @function.name @name body: (_) @function.body) @function
(method_declaration name: (name) @function.name @name) @function
(method_declaration body: (_) @function.body)
(anonymous_function body: (_) @function.body) @function
(arrow_function body: (_) @function.value) @function
(formal_parameters (_) @function.param)
(simple_parameter name: (_) @param.name) @param
(simple_parameter type: (_) @param.type)
(variadic_parameter name: (_) @param.name) @param
(property_promotion_parameter name: (_) @param.name) @param
(property_promotion_parameter type: (_) @param.type)
(class_declaration name: (name) @class.name @name body: (_) @class.body) @class
(interface_declaration name: (name) @class.name @name body: (_) @class.body) @class
(trait_declaration name: (name) @class.name @name body: (_) @class.body) @class
(enum_declaration name: (name) @class.name @name body: (_) @class.body) @class @is.constant
(anonymous_class body: (_) @class.body) @class
(base_clause [(name) @name (qualified_name)] @class.base)
(class_interface_clause [(name) @name (qualified_name)] @class.base)
(attribute) @decorator

; names given
(const_element . (name) @assign.target @name . (_) @assign.value .) @assign @is.constant
(enum_case name: (name) @assign.target @name value: (_) @assign.value) @assign @is.constant
(property_declaration (property_element name: (_) @assign.target)) @assign
(property_declaration (property_element default_value: (_) @assign.value))
(property_declaration type: (_) @assign.type)
(property_declaration (property_element) (property_element) @assign)
(static_variable_declaration name: (_) @assign.target value: (_) @assign.value) @assign
(assignment_expression left: (_) @assign.target right: (_) @assign.value) @assign
(augmented_assignment_expression left: (_) @assign.target operator: "??=" right: (_) @assign.value) @assign
(list_literal) @list
(list_literal (string) @bind.key . (_) @bind.local)

; modules
(namespace_use_declaration (namespace_use_clause . [(qualified_name) (name)] @import.source @string) @import)
(namespace_use_declaration (namespace_use_clause . (qualified_name (name) @import.name)))
(namespace_use_declaration (namespace_use_clause alias: (_) @import.local))
(namespace_use_declaration (namespace_name) @import.source @string body: (_) @import.group @string) @import
(require_expression (_) @import.source) @import
(require_once_expression (_) @import.source) @import
(include_expression (_) @import.source) @import
(include_once_expression (_) @import.source) @import
