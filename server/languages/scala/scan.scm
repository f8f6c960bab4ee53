; leaves
(identifier) @name
(field_expression value: (wildcard) @name)
(arguments (wildcard) @name)
(infix_expression left: (wildcard) @name)
(string) @string
(interpolated_string_expression) @template
(integer_literal) @number
(boolean_literal) @bool
[(comment) (block_comment)] @comment

; access
(field_expression value: (_) @member.object field: (_) @member.key) @member
(stable_identifier . (_) @member.object (identifier) @member.key .) @member

; calls
(call_expression function: (_) @call.callee) @call
(arguments (_) @call.arg)
(call_expression arguments: (block) @function @call.arg)
(call_expression arguments: (block (_) @function.value .))
(call_expression arguments: (case_block) @switch @call.arg)
(instance_expression (type_identifier) @call.callee @name) @call @is.new
(instance_expression (generic_type type: (type_identifier) @call.callee @name)) @call @is.new
(instance_expression (stable_type_identifier (type_identifier) @call.callee @name)) @call @is.new
(prefix_expression ["-" "+" "~"]) @opaque

; collections
(tuple_expression) @list

; tests
(infix_expression left: (_) @op.left operator: (_) @op.sign right: (_) @op.right) @op
(infix_expression right: (block) @function)
(infix_expression right: (block (_) @function.value .))
(prefix_expression "!" @op.sign (_) @op.right) @op

; patterns
(alternative_pattern) @list
(capture_pattern name: (_) @assign.target pattern: (_) @assign.value) @assign
(typed_pattern pattern: (_) @assign.target type: (_) @assign.type) @assign
(case_class_pattern type: (type_identifier) @call.callee @name) @call @is.pattern
(case_class_pattern pattern: (_) @call.arg)
(tuple_pattern) @list
(tuple_pattern (wildcard) @name)

; deciding
(match_expression value: (_) @switch.subject) @switch
(catch_clause (case_block) @switch)
(val_definition value: (case_block) @switch)
(function_definition body: (case_block) @switch)
(case_clause) @arm
(case_clause pattern: [(string) (integer_literal) (identifier) (stable_identifier) (alternative_pattern) (capture_pattern) (typed_pattern) (case_class_pattern) (tuple_pattern) (infix_pattern)] @arm.label)
(case_clause pattern: (wildcard) . "=>") @is.default
((case_clause pattern: (identifier) @_binding . "=>") @is.default (#match? @_binding "^[a-z_]"))
(case_clause (guard condition: (_) @arm.guard))
(case_clause body: (_) @arm.body)
(if_expression condition: (_) @if.condition consequence: (_) @if.then) @if
(if_expression alternative: (_) @if.else)

; sequence and jumps
(if_expression consequence: (block) @block)
(if_expression alternative: (block) @block)
(for_expression body: (_) @loop.body) @loop
(enumerator . (_) @loop.local . (_) @loop.source)
(enumerator (guard condition: (_) @loop.condition))
(while_expression condition: (_) @loop.condition body: (_) @loop.body) @loop
(do_while_expression body: (_) @loop.body condition: (_) @loop.condition) @loop
(try_expression body: (_) @try.body) @try
(catch_clause) @catch
(finally_clause) @finally
(return_expression) @return
(throw_expression) @throw

; scopes
(function_definition name: (_) @function.name body: (_) @function.body) @function
(function_definition parameters: (parameters (parameter) @function.param))
(parameter name: (_) @param.name type: (_) @param.type) @param
(lambda_expression (_) @function.value .) @function
(lambda_expression parameters: (identifier) @function.param)
(lambda_expression parameters: (bindings (binding) @function.param))
(binding name: (_) @param.name) @param
(class_definition name: (_) @class.name) @class
(class_definition class_parameters: (class_parameters (class_parameter) @class.param))
(class_parameter name: (_) @param.name type: (_) @param.type) @param
(class_definition extend: (extends_clause . type: (type_identifier) @class.base @name))
(class_definition body: (_) @class.body)
(trait_definition name: (_) @class.name body: (_) @class.body) @class
(object_definition name: (_) @class.name) @class
(object_definition body: (_) @class.body)
(object_definition extend: (extends_clause . type: (type_identifier) @class.base @name))
(object_definition extend: (extends_clause arguments: (arguments (_)) @class.arg))
(enum_definition name: (_) @class.name body: (_) @class.body) @class
(enum_definition class_parameters: (class_parameters (class_parameter) @class.param))
(instance_expression (template_body) @class)

; names given
(val_definition pattern: (_) @assign.target value: (_) @assign.value) @assign
(val_definition type: (_) @assign.type)
(var_definition pattern: (_) @assign.target value: (_) @assign.value) @assign
(assignment_expression left: (_) @assign.target right: (_) @assign.value) @assign
(simple_enum_case name: (_) @assign.target) @assign @is.constant
(simple_enum_case extend: (extends_clause arguments: (arguments) @assign.value))

; modules
(import_declaration) @import
(import_declaration (identifier) @import.source . ".")
(import_declaration (identifier) @import.name .)
(namespace_selectors (identifier) @import.name)
(arrow_renamed_identifier name: (_) @import.name alias: (_) @import.local)
(namespace_wildcard) @import.name
(annotation) @decorator
