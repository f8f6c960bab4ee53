; leaves
[(identifier) (this) (super)] @name
(string_literal) @string
(decimal_integer_literal) @number
[(true) (false)] @bool
[(line_comment) (block_comment)] @comment

; access
(field_access object: (_) @member.object field: (_) @member.key) @member
(array_access array: (_) @index.object index: (_) @index.key) @index
(method_reference . (_) @member.object (identifier) @member.key .) @member

; calls
(method_invocation name: (_) @call.callee) @call
(method_invocation object: (_) @call.receiver)
(argument_list (_) @call.arg)
(object_creation_expression type: (type_identifier) @call.callee @name) @call @is.new
(object_creation_expression type: (generic_type (type_identifier) @call.callee @name)) @call @is.new
(object_creation_expression type: (scoped_type_identifier (type_identifier) @call.callee @name .)) @call @is.new
(explicit_constructor_invocation constructor: (_) @call.callee) @call
(unary_expression operator: ["-" "+" "~"]) @opaque
(update_expression) @opaque

; collections
(array_initializer) @list

; tests
(binary_expression left: (_) @op.left operator: _ @op.sign right: (_) @op.right) @op
(unary_expression operator: "!" @op.sign operand: (_) @op.right) @op
(instanceof_expression !name left: (_) @op.left "instanceof" @op.sign right: (_) @op.right) @op
(instanceof_expression left: (_) @assign.value right: (_) @assign.type name: (_) @assign.target) @assign

; deciding
(switch_expression condition: (_) @switch.subject) @switch
(switch_block_statement_group) @arm @is.falls
(switch_block_statement_group (switch_label "default")) @is.default
(switch_rule) @arm
(switch_rule (switch_label "default")) @is.default
(switch_rule (switch_label (null_literal) (identifier))) @is.default
(switch_label (expression) @arm.label)
(switch_label (pattern (type_pattern . (_) @assign.type . (identifier) @assign.target) @assign) @arm.label)
(switch_label (guard (_) @arm.guard))
(switch_rule [(expression_statement) (block) (throw_statement)] @arm.body)
(if_statement condition: (_) @if.condition consequence: (_) @if.then) @if
(if_statement alternative: (_) @if.else)
(ternary_expression condition: (_) @if.condition consequence: (_) @if.then alternative: (_) @if.else) @if @is.value

; sequence and jumps
(block) @block
(for_statement body: (_) @loop.body) @loop
(for_statement condition: (_) @loop.condition)
(enhanced_for_statement name: (_) @loop.local value: (_) @loop.source body: (_) @loop.body) @loop
(while_statement condition: (_) @loop.condition body: (_) @loop.body) @loop
(do_statement body: (_) @loop.body condition: (_) @loop.condition) @loop
(try_statement body: (_) @try.body) @try
(try_with_resources_statement body: (_) @try.body) @try
(resource name: (_) @assign.target value: (_) @assign.value) @assign
(catch_clause body: (_) @catch.body) @catch
(catch_formal_parameter name: (_) @catch.name)
(catch_type (type_identifier) @catch.type @name)
(finally_clause) @finally
(return_statement) @return
(throw_statement) @throw
(continue_statement) @continue
(break_statement) @break

; scopes
(method_declaration name: (_) @function.name) @function
(method_declaration parameters: (formal_parameters (_) @function.param))
(method_declaration body: (_) @function.body)
(constructor_declaration name: (_) @function.name body: (_) @function.body) @function
(constructor_declaration parameters: (formal_parameters (_) @function.param))
(lambda_expression parameters: (identifier) @function.param)
(lambda_expression parameters: (formal_parameters (_) @function.param))
(inferred_parameters (_) @function.param)
(lambda_expression body: (block) @function.body)
(lambda_expression body: (expression) @function.value)
(lambda_expression) @function
(formal_parameter type: (_) @param.type name: (_) @param.name) @param
(spread_parameter) @param
(class_declaration name: (_) @class.name body: (_) @class.body) @class
(interface_declaration name: (_) @class.name body: (_) @class.body) @class
(enum_declaration name: (_) @class.name body: (_) @class.body) @class
(record_declaration name: (_) @class.name body: (_) @class.body) @class
(record_declaration parameters: (formal_parameters (_) @class.param))
(object_creation_expression (class_body) @class)
(class_declaration superclass: (superclass (type_identifier) @class.base @name))

; names given
(field_declaration type: (_) @assign.type) @assign
(constant_declaration type: (_) @assign.type) @assign @is.constant
(local_variable_declaration type: (_) @assign.type) @assign
(variable_declarator name: (_) @assign.target)
(variable_declarator value: (_) @assign.value)
(field_declaration (variable_declarator) (variable_declarator) @assign)
(constant_declaration (variable_declarator) (variable_declarator) @assign)
(local_variable_declaration (variable_declarator) (variable_declarator) @assign)
(enum_constant name: (_) @assign.target) @assign @is.constant
(enum_constant arguments: (_) @assign.value)
(assignment_expression left: (_) @assign.target operator: "=" right: (_) @assign.value) @assign

; modules
(import_declaration (scoped_identifier) @import.source) @import
(import_declaration (scoped_identifier name: (_) @import.name) . ";")
(import_declaration (asterisk) @import.name)
[(annotation) (marker_annotation)] @decorator
