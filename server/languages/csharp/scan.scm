; leaves
(identifier) @name
[(string_literal) (verbatim_string_literal) (raw_string_literal)] @string
(interpolated_string_expression) @template
(integer_literal) @number
(boolean_literal) @bool
(comment) @comment

; access
(member_access_expression expression: _ @member.object) @member
(member_access_expression expression: ["this" "base"] @name)
(member_access_expression expression: (predefined_type) @name)
(member_access_expression name: (identifier) @member.key)
(member_access_expression name: (generic_name . (identifier) @member.key))
(conditional_access_expression condition: (_) @member.object (member_binding_expression name: (identifier) @member.key)) @member
(conditional_access_expression condition: (_) @member.object (member_binding_expression name: (generic_name . (identifier) @member.key))) @member
(conditional_access_expression condition: (_) @index.object (element_binding_expression (argument (_) @index.key))) @index
(element_access_expression expression: (_) @index.object subscript: (bracketed_argument_list (argument (_) @index.key))) @index

; calls
(invocation_expression function: (_) @call.callee) @call
(argument_list (argument !name (_) @call.arg))
(argument_list (argument name: (_)) @call.arg)
(argument name: (_) @pair.key . (_) @pair.value) @pair
(argument name: (_) @is.value)
(object_creation_expression type: (identifier) @call.callee) @call @is.new
(object_creation_expression type: (generic_name . (identifier) @call.callee)) @call @is.new
(object_creation_expression type: (qualified_name name: (identifier) @call.callee)) @call @is.new
(implicit_object_creation_expression "new" @call.callee) @call @is.new
(constructor_initializer) @opaque
(cast_expression ")" @call.callee value: (_) @call.arg) @call
(as_expression left: (_) @call.arg operator: _ @call.callee) @call
(prefix_unary_expression ["-" "+" "~" "++" "--"]) @opaque
(postfix_unary_expression ["++" "--"]) @opaque

; collections
(object_creation_expression initializer: (initializer_expression) @list @call.arg)
(implicit_object_creation_expression (initializer_expression) @list @call.arg)
(implicit_array_creation_expression (initializer_expression) @list)
(array_creation_expression (initializer_expression) @list)
(variable_declarator (initializer_expression) @list)
(variable_declarator (element_binding_expression) @list)
(property_declaration value: (element_binding_expression) @list)
(argument_list (argument (declaration_expression name: (identifier) @assign.target) @assign))
(argument_list (argument "out" (identifier) @is.out))
(argument (element_binding_expression) @list)
(arrow_expression_clause (element_binding_expression) @list)
(return_statement (element_binding_expression) @list)
(cast_expression value: (element_binding_expression) @list)
(assignment_expression right: (element_binding_expression) @list)
(initializer_expression (initializer_expression . (_) @pair.key . (_) @pair.value .) @pair)
(initializer_expression (assignment_expression left: (_) @pair.key right: (_) @pair.value) @pair)
(initializer_expression (assignment_expression left: (identifier) @is.value))
(anonymous_object_creation_expression) @table
(anonymous_object_creation_expression (identifier) @pair.key . "=" . (_) @pair.value)
(anonymous_object_creation_expression (identifier) @is.value . "=")

; tests
(binary_expression left: (_) @op.left operator: _ @op.sign right: (_) @op.right) @op
(prefix_unary_expression "!" @op.sign (_) @op.right) @op
(is_pattern_expression expression: (_) @op.left "is" @op.sign pattern: (_) @op.right) @op
(assignment_expression operator: ["+=" "-=" "|=" "&="]) @opaque

; patterns
[(or_pattern) (list_pattern)] @list
(and_pattern left: (_) @op.left operator: _ @op.sign right: (_) @op.right) @op
(negated_pattern "not" @op.sign (_) @op.right) @op
(relational_pattern ["<" "<=" ">" ">="] @op.sign (_) @op.right) @op
(declaration_pattern type: (_) @assign.type name: (_) @assign.target) @assign
(recursive_pattern) @table
(recursive_pattern name: (_) @assign.target)
(subpattern . (_) @pair.key . (_) @pair.value .) @pair

; deciding
(switch_statement value: (_) @switch.subject) @switch
(switch_section) @arm @is.falls
(switch_section "default") @is.default
(switch_section (pattern) @arm.label)
(switch_expression . (_) @switch.subject) @switch @is.value
(switch_expression_arm) @arm
(switch_expression_arm . [(constant_pattern) (or_pattern) (and_pattern) (negated_pattern) (relational_pattern) (declaration_pattern) (recursive_pattern) (parenthesized_pattern)] @arm.label)
(switch_expression_arm . (discard) . "=>") @is.default
(switch_expression_arm (_) @arm.body .)
(when_clause (_) @arm.guard)
(if_statement condition: (_) @if.condition consequence: (_) @if.then) @if
(if_statement alternative: (_) @if.else)
(conditional_expression condition: (_) @if.condition consequence: (_) @if.then alternative: (_) @if.else) @if @is.value

; sequence and jumps
(block) @block
(for_statement body: (_) @loop.body) @loop
(for_statement condition: (_) @loop.condition)
(foreach_statement left: (_) @loop.local right: (_) @loop.source body: (_) @loop.body) @loop
(while_statement condition: (_) @loop.condition body: (_) @loop.body) @loop
(do_statement body: (_) @loop.body condition: (_) @loop.condition) @loop
(try_statement body: (_) @try.body) @try
(catch_clause body: (_) @catch.body) @catch
(catch_declaration type: (identifier) @catch.type)
(catch_declaration name: (_) @catch.name)
(catch_filter_clause (_) @catch.guard)
(finally_clause) @finally
(return_statement) @return
[(throw_statement) (throw_expression)] @throw
(continue_statement) @continue
(break_statement) @break
(goto_statement (identifier) @call.callee) @call

; scopes
(method_declaration name: (_) @function.name) @function
(method_declaration parameters: (parameter_list (parameter) @function.param))
(method_declaration body: (block) @function.body)
(method_declaration body: (arrow_expression_clause (_) @function.value))
(method_declaration (modifier "async")) @is.async
(constructor_declaration name: (_) @function.name body: (_) @function.body) @function
(constructor_declaration parameters: (parameter_list (parameter) @function.param))
(local_function_statement name: (_) @function.name) @function
(local_function_statement parameters: (parameter_list (parameter) @function.param))
(local_function_statement body: (block) @function.body)
(local_function_statement body: (arrow_expression_clause (_) @function.value))
(property_declaration name: (_) @function.name value: (arrow_expression_clause (_) @function.value)) @function
(property_declaration name: (_) @function.name accessors: (accessor_list (accessor_declaration body: (block) @function.body))) @function
(lambda_expression) @function
(lambda_expression parameters: (implicit_parameter) @function.param @name)
(lambda_expression parameters: (parameter_list (parameter) @function.param))
(lambda_expression body: (block) @function.body)
(lambda_expression body: (expression) @function.value)
(anonymous_method_expression parameters: (parameter_list (parameter) @function.param)) @function
(anonymous_method_expression (block) @function.body)
(parameter name: (_) @param.name) @param
(parameter type: (_) @param.type)
(class_declaration name: (_) @class.name body: (_) @class.body) @class
(class_declaration (parameter_list (parameter) @class.param))
(class_declaration (base_list . (identifier) @class.base))
(record_declaration name: (_) @class.name) @class
(record_declaration (parameter_list (parameter) @class.param))
(struct_declaration name: (_) @class.name body: (_) @class.body) @class
(interface_declaration name: (_) @class.name body: (_) @class.body) @class
(enum_declaration name: (_) @class.name body: (_) @class.body) @class

; names given
(variable_declaration type: (_) @assign.type) @assign
(variable_declarator name: (_) @assign.target)
(variable_declarator name: (_) . "=" . (_) @assign.value)
(variable_declarator (tuple_pattern) @assign.target . (_) @assign.value)
(variable_declaration (variable_declarator) (variable_declarator) @assign)
(property_declaration type: (_) @assign.type name: (_) @assign.target "=" . (_) @assign.value) @assign
(enum_member_declaration name: (_) @assign.target value: (_) @assign.value) @assign @is.constant
(expression_statement (assignment_expression left: (_) @assign.target operator: ["=" "??="] right: (_) @assign.value) @assign)

; LINQ as a query
(query_expression) @each
(from_clause name: (_) @each.local . (_) @each.source)
(where_clause (_) @each.condition)
(select_clause (_) @each.item)

; modules
(using_directive (qualified_name) @import.source) @import
(using_directive !name (identifier) @import.source) @import
(using_directive name: (_) @import.local)
(attribute) @decorator
