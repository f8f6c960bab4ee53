; leaves
[(identifier) (field_identifier) (namespace_identifier) (this)] @name
[(string_literal) (raw_string_content)] @string
(number_literal) @number
[(true) (false)] @bool
(comment) @comment

; access
(field_expression argument: (_) @member.object) @member
(field_expression field: (field_identifier) @member.key)
(field_expression field: (template_method name: (_) @member.key))
(qualified_identifier scope: (_) @member.object name: [(identifier) (qualified_identifier name: (identifier))] @member.key) @member
(qualified_identifier scope: (_) @member.object name: (template_function name: (_) @member.key)) @member
(subscript_expression argument: (_) @index.object indices: (subscript_argument_list (_) @index.key)) @index

; calls
(call_expression) @call
(call_expression function: [(identifier) (field_expression) (qualified_identifier) (call_expression) (subscript_expression) (parenthesized_expression)] @call.callee)
(call_expression function: (template_function name: (_) @call.callee))
(call_expression function: (primitive_type) @call.callee @name)
(call_expression arguments: (argument_list (_) @call.arg))
(new_expression type: (type_identifier) @call.callee @name) @call @is.new
(new_expression arguments: (argument_list (_) @call.arg))
(compound_literal_expression type: (type_identifier) @call.callee @name) @call @is.new
(compound_literal_expression type: (template_type name: (_) @call.callee @name)) @call @is.new
(compound_literal_expression type: (qualified_identifier name: (type_identifier) @call.callee @name)) @call @is.new
(compound_literal_expression type: (qualified_identifier name: (template_type name: (_) @call.callee @name))) @call @is.new
(compound_literal_expression value: (_) @call.arg)
(unary_expression operator: ["-" "+" "~"]) @opaque
(update_expression) @opaque

; collections
(init_declarator value: (initializer_list) @list)
(field_declaration default_value: (initializer_list) @list)
(compound_literal_expression value: (initializer_list) @list)
(argument_list (initializer_list) @list)
(return_statement (initializer_list) @list)
(assignment_expression right: (initializer_list) @list)
(initializer_pair value: (initializer_list) @list)
(initializer_list (initializer_list (initializer_pair)) @list)
(initializer_list (initializer_list . [(string_literal) (number_literal) (identifier) (qualified_identifier)] @pair.key . (_) @pair.value .) @pair)
(initializer_pair designator: (field_designator (_) @pair.key @is.value) value: (_) @pair.value) @pair

; tests
(binary_expression left: (_) @op.left operator: _ @op.sign right: (_) @op.right) @op
(unary_expression operator: ["!" "not"] @op.sign argument: (_) @op.right) @op

; deciding
(switch_statement condition: (condition_clause value: (_) @switch.subject)) @switch
(case_statement) @arm @is.falls
(case_statement value: (_) @arm.label)
(case_statement "default") @is.default
(if_statement condition: (condition_clause value: (_) @if.condition) consequence: (_) @if.then) @if
(if_statement alternative: (else_clause (_) @if.else))
(conditional_expression condition: (_) @if.condition consequence: (_) @if.then alternative: (_) @if.else) @if @is.value

; sequence and jumps
(compound_statement) @block
(for_range_loop declarator: (_) @loop.local right: (_) @loop.source body: (_) @loop.body) @loop
(for_statement body: (_) @loop.body) @loop
(for_statement condition: (_) @loop.condition)
(while_statement condition: (condition_clause value: (_) @loop.condition) body: (_) @loop.body) @loop
(do_statement body: (_) @loop.body condition: (_) @loop.condition) @loop
(try_statement body: (_) @try.body) @try
(catch_clause body: (_) @catch.body) @catch
(catch_clause parameters: (parameter_list (parameter_declaration type: (type_identifier) @catch.type @name)))
(catch_clause parameters: (parameter_list (parameter_declaration type: (qualified_identifier name: (type_identifier) @catch.type @name))))
(catch_clause parameters: (parameter_list (parameter_declaration declarator: (_) @catch.name)))
[(return_statement) (co_return_statement)] @return
(throw_statement) @throw
(continue_statement) @continue
(break_statement) @break
(goto_statement label: (_) @call.callee @name) @call

; scopes
(function_definition body: (_) @function.body) @function
(function_declarator declarator: [(identifier) (field_identifier) (qualified_identifier)] @function.name)
(function_declarator parameters: (parameter_list (parameter_declaration type: (_) @param.type declarator: (_) @param.name) @param @function.param))
(lambda_expression body: (_) @function.body) @function
(lambda_declarator parameters: (parameter_list (parameter_declaration type: (_) @param.type declarator: (_) @param.name) @param @function.param))
(class_specifier name: (type_identifier) @class.name @name body: (_) @class.body) @class
(struct_specifier name: (type_identifier) @class.name @name body: (_) @class.body) @class
(base_class_clause . (type_identifier) @class.base @name)
(base_class_clause . (access_specifier) . (type_identifier) @class.base @name)
(enum_specifier name: (_) @class.name @name body: (_) @class.body) @class

; names given
(declaration) @assign
(declaration type: (_) @assign.type declarator: (init_declarator))
(declaration type: (qualified_identifier name: (template_type name: (_) @call.callee @name)) @call @assign.value declarator: (identifier) @assign.target)
((declaration (type_qualifier ["constexpr" "const"])) @is.constant)
(init_declarator declarator: [(identifier) (pointer_declarator) (reference_declarator) (structured_binding_declarator)] @assign.target)
(init_declarator declarator: (array_declarator declarator: (_) @assign.target))
(init_declarator "=" value: (_) @assign.value)
(init_declarator declarator: (_) . value: (initializer_list) @assign.value)
(init_declarator value: (argument_list . (_) @assign.value))
(declaration (init_declarator) (init_declarator) @assign)
(field_declaration) @assign
(field_declaration type: (_) @assign.type default_value: (_))
(field_declaration type: [(primitive_type) (type_identifier) (qualified_identifier name: (type_identifier))] @assign.type declarator: (field_identifier) !default_value)
(field_declaration type: (qualified_identifier name: (template_type name: (_) @call.callee @name)) @call @assign.value declarator: (field_identifier) !default_value)
(field_declaration declarator: [(field_identifier) (pointer_declarator)] @assign.target)
(field_declaration default_value: (_) @assign.value)
(enumerator name: (_) @assign.target) @assign @is.constant
(enumerator value: (_) @assign.value)
(expression_statement (assignment_expression left: (_) @assign.target operator: "=" right: (_) @assign.value) @assign)
(preproc_def name: (_) @assign.target value: (_) @assign.value) @assign @is.constant
((preproc_arg) @string (#match? @string "^\"[^\"]*\"$"))
((preproc_arg) @number (#match? @number "^\\d+$"))

; modules
(preproc_include path: (_) @import.source) @import
