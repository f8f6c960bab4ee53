; leaves
(identifier) @name
[(interpreted_string_literal) (raw_string_literal)] @string
(int_literal) @number
[(true) (false)] @bool
(comment) @comment

; access
(selector_expression operand: (_) @member.object field: (_) @member.key @name) @member
(slice_expression operand: (_) @index.object) @index @is.slice
(index_expression operand: (_) @index.object index: (_) @index.key) @index

; calls
(call_expression function: (_) @call.callee) @call
(call_expression arguments: (argument_list (_) @call.arg))
(type_conversion_expression type: (generic_type type: (type_identifier) @call.callee @name) operand: (_) @call.arg) @call
(composite_literal type: (type_identifier) @call.callee @name body: (_) @call.arg) @call @is.new
(composite_literal type: (qualified_type name: (_) @call.callee @name) body: (_) @call.arg) @call @is.new
(unary_expression operator: ["-" "+" "^"]) @opaque

; collections
(literal_value) @list
(keyed_element key: (literal_element (_) @pair.key) value: (literal_element (_) @pair.value)) @pair

; tests
(binary_expression left: (_) @op.left operator: _ @op.sign right: (_) @op.right) @op
(unary_expression operator: "!" @op.sign operand: (_) @op.right) @op

; deciding
(expression_switch_statement) @switch
(expression_switch_statement value: (_) @switch.subject)
(expression_case) @arm
(expression_case value: (expression_list (_) @arm.label))
(expression_case (statement_list (fallthrough_statement))) @is.falls
(expression_switch_statement (default_case) @arm @is.default)
; What one waits for: a return in one of its arms is none of the loop around.
(select_statement) @switch
(communication_case) @arm
(select_statement (default_case) @arm @is.default)
(type_switch_statement (default_case) @catch)
(type_switch_statement value: (_) @assign.value) @assign
(type_switch_statement alias: (expression_list (_) @assign.target))
(type_case) @catch
(type_case (type_identifier) @catch.type @name)
(type_case (qualified_type name: (_) @catch.type @name))
(type_case (pointer_type (type_identifier) @catch.type @name))
(type_case (pointer_type (qualified_type name: (_) @catch.type @name)))
(if_statement condition: (_) @if.condition consequence: (_) @if.then) @if
(if_statement alternative: (_) @if.else)

; sequence and jumps
(block) @block
(for_statement body: (_) @loop.body) @loop
(for_statement (_expression) @loop.condition)
(for_clause condition: (_) @loop.condition)
(range_clause left: (expression_list (_) @loop.local .) right: (_) @loop.source)
(return_statement) @return
(continue_statement) @continue
(break_statement) @break
(goto_statement (label_name) @name) @break

; scopes
(function_declaration name: (_) @function.name body: (_) @function.body) @function
(function_declaration parameters: (parameter_list (_) @function.param))
(method_declaration name: (_) @function.name @name body: (_) @function.body) @function
(method_declaration receiver: (parameter_list (_) @function.param))
(method_declaration parameters: (parameter_list (_) @function.param))
(func_literal body: (_) @function.body) @function
(func_literal parameters: (parameter_list (_) @function.param))
(parameter_declaration name: (_) @param.name type: (_) @param.type) @param
(variadic_parameter_declaration name: (_) @param.name) @param
(type_spec name: (_) @class.name @name type: (struct_type) @class.body) @class
(type_spec type: (struct_type (field_declaration_list (field_declaration name: (_) @assign.target @name type: (_) @assign.type) @assign)))

; names given
(const_spec) @assign @is.constant
(const_spec (identifier) @assign.target)
(const_spec type: (_) @assign.type)
(const_spec value: (expression_list (_) @assign.value))
(var_spec) @assign
(var_spec (identifier) @assign.target)
(var_spec type: (_) @assign.type)
(var_spec value: (expression_list (_) @assign.value))
(short_var_declaration left: (expression_list (_) @assign.target)) @assign
(short_var_declaration right: (expression_list (_) @assign.value))
(assignment_statement left: (expression_list (_) @assign.target) operator: "=") @assign
(assignment_statement operator: "=" right: (expression_list (_) @assign.value))

; modules
(import_spec path: (_) @import.source) @import
(import_spec name: (package_identifier) @import.local)
