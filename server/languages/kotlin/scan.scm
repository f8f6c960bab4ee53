; leaves
(identifier) @name
[(this_expression) (super_expression)] @name
[(string_literal) (multiline_string_literal)] @string
(number_literal) @number
[(line_comment) (block_comment)] @comment

; access
(navigation_expression . (_) @member.object (identifier) @member.key .) @member
(index_expression . (_) @index.object . (_) @index.key) @index

; calls
(call_expression . (_) @call.callee) @call
(value_argument . (_) @call.arg .)
(call_expression (annotated_lambda (lambda_literal) @call.arg))
(value_argument (identifier) @pair.key . "=" . (_) @pair.value) @pair @call.arg
(value_argument (identifier) @is.value . "=")
(as_expression left: (_) @call.arg ["as" "as?"] @call.callee) @call
(unary_expression operator: ["-" "+" "++" "--"]) @opaque

; tests
(binary_expression left: (_) @op.left operator: _ @op.sign right: (_) @op.right) @op
(in_expression left: (_) @op.left ["in" "!in"] @op.sign right: (_) @op.right) @op
(is_expression left: (_) @op.left ["is" "!is"] @op.sign right: (_) @op.right) @op
(unary_expression operator: "!" @op.sign argument: (_) @op.right) @op
(infix_expression . (_) @op.left . (identifier) @op.sign . (_) @op.right .) @op
(range_expression . (_) @op.left [".." "..<"] @op.sign (_) @op.right .) @op

; deciding
(when_expression) @switch
(when_subject . (_) @switch.subject .)
(when_subject (variable_declaration (identifier) @assign.target) (_) @assign.value) @assign @switch.subject
(when_entry) @arm
(when_entry "else") @is.default
(when_entry condition: (_) @arm.label)
(when_entry "->" . (_) @arm.body)
(range_test ["in" "!in"] @op.sign (_) @op.right) @op
(type_test) @opaque
(if_expression condition: (_) @if.condition) @if
(if_expression ")" . (_) @if.then)
(if_expression "else" . (_) @if.else)

; sequence and jumps
(block) @block
(for_statement) @loop
(for_statement (variable_declaration (identifier) @loop.local))
(for_statement (multi_variable_declaration) @loop.local)
(for_statement "in" . (_) @loop.source)
(for_statement ")" . (_) @loop.body)
(while_statement condition: (_) @loop.condition) @loop
(while_statement ")" . (_) @loop.body)
(do_while_statement (block) @loop.body) @loop
(try_expression . (block) @try.body) @try
(catch_block (identifier) @catch.name (user_type (identifier) @catch.type) (block) @catch.body) @catch
(finally_block) @finally
(return_expression) @return
(throw_expression) @throw
(labeled_expression (label) @name)

; scopes
(function_declaration name: (_) @function.name) @function
(function_declaration (modifiers (function_modifier "suspend"))) @is.async
(function_value_parameters (parameter) @function.param)
(function_body (block) @function.body)
(function_body "=" . (_) @function.value)
(parameter . (identifier) @param.name . (_) @param.type) @param
(anonymous_function) @function
(lambda_literal) @function
(lambda_parameters (variable_declaration (identifier) @function.param))
(lambda_literal (_) @function.value .)
(property_declaration (variable_declaration . (identifier) @function.name) (getter)) @function
(class_declaration name: (_) @class.name) @class
(class_declaration [(class_body) (enum_class_body)] @class.body)
(class_declaration (primary_constructor (class_parameters (class_parameter) @class.param)))
(class_parameter (identifier) @param.name . (_) @param.type) @param
(class_declaration (delegation_specifiers . (delegation_specifier (constructor_invocation (user_type (identifier) @class.base)))))
(object_declaration name: (_) @class.name) @class
(object_declaration (class_body) @class.body)
(object_declaration (delegation_specifiers . (delegation_specifier (constructor_invocation (user_type (identifier) @class.base)))))
(object_declaration (delegation_specifiers (delegation_specifier (constructor_invocation (value_arguments . (value_argument)) @class.arg))))
(object_literal) @class

; names given
(property_declaration (variable_declaration . (identifier) @assign.target) . "=" . (_) @assign.value) @assign
(property_declaration (multi_variable_declaration) @assign.target . "=" . (_) @assign.value) @assign
(property_declaration (variable_declaration . (identifier) @assign.target) (property_delegate (_) @assign.value)) @assign
(property_declaration (variable_declaration . (identifier) . (_) @assign.type))
(enum_entry (identifier) @assign.target) @assign @is.constant
(enum_entry (value_arguments) @assign.value)
(assignment left: (_) @assign.target operator: "=" right: (_) @assign.value) @assign

; modules
(import (qualified_identifier) @import.source) @import
(import (qualified_identifier (identifier) @import.name .))
(import (qualified_identifier) (identifier) @import.local)
(import "*" @import.name)
(annotation) @decorator
