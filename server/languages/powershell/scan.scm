; leaves
[(variable) (simple_name) (function_name) (command_name)] @name
[(verbatim_string_characters) (expandable_string_literal) (generic_token)] @string
[(verbatim_here_string_characters) (expandable_here_string_literal)] @template
(decimal_integer_literal) @number
(comment) @comment

; access
(member_access . (_) @member.object) @member
(member_access (member_name (_) @member.key))
(member_access . (type_literal (type_spec (type_name (type_identifier) @name))))
(element_access . (_) @index.object "[" . (_) @index.key) @index

; calls
(invokation_expression . (_) @call.receiver (member_name (_) @call.callee)) @call
(invokation_expression . (type_literal (type_spec (type_name (type_identifier) @name))))
(invokation_expression (argument_list (argument_expression_list (argument_expression) @call.arg)))
(command command_name: (command_name) @call.callee) @call
((command (command_invokation_operator) @_how command_name: (command_name_expr (_) @call.callee)) @call (#eq? @_how "&"))
((command (command_invokation_operator) @call.callee @name command_name: (command_name_expr (_) @call.arg)) @call (#eq? @call.callee "."))
(command_elements [(array_literal_expression) (generic_token)] @call.arg)
(expression_with_unary_operator ["-" "+"]) @opaque

; collections
(array_literal_expression ",") @list
(array_expression) @list
(hash_literal_expression) @table
(hash_entry (key_expression) @pair.key (_) @pair.value) @pair
(key_expression (simple_name) @is.value)

; tests
(comparison_expression . (_) @op.left (comparison_operator) @op.sign . (_) @op.right) @op
(logical_expression . (_) @op.left ["-and" "-or"] @op.sign . (_) @op.right) @op
(expression_with_unary_operator ["!" "-not"] @op.sign . (_) @op.right) @op
(pipeline_chain . (_) @op.left . "|" @op.sign . (command) @op.right .) @op

; deciding
(switch_statement (switch_condition (_) @switch.subject)) @switch
(switch_clause (statement_block) @arm.body) @arm
(switch_clause (switch_clause_condition [(string_literal) (integer_literal) (variable) (member_access)] @arm.label))
(switch_clause (switch_clause_condition (script_block_expression (script_block (script_block_body (statement_list (_) @arm.guard))))))
((switch_clause (switch_clause_condition) @arm.label @string) (#match? @arm.label "^(?:\"[^\"$]*\"|[A-Za-z][\\w-]*)$") (#not-match? @arm.label "^[Dd]efault$"))
((switch_clause (switch_clause_condition) @_word) @is.default (#match? @_word "^\\s*[Dd]efault$"))
((switch_statement (switch_parameters) @_how (switch_body (switch_clauses (switch_clause (switch_clause_condition (string_literal) @regex))))) (#match? @_how "-[Rr]egex"))
(if_statement condition: (_) @if.condition (statement_block) @if.then) @if
(elseif_clause condition: (_) @elif.condition (statement_block) @elif.then) @elif
(else_clause (statement_block) @if.else)

; sequence and jumps
(statement_block) @block
(foreach_statement (variable) @loop.local (pipeline) @loop.source (statement_block) @loop.body) @loop
(for_statement (statement_block) @loop.body) @loop
(for_statement (for_condition (_) @loop.condition))
(while_statement condition: (_) @loop.condition (statement_block) @loop.body) @loop
(do_statement (statement_block) @loop.body condition: (_) @loop.condition) @loop
(try_statement (statement_block) @try.body) @try
(catch_clause (statement_block) @catch.body) @catch
(catch_type_list (type_literal (type_spec (type_name (type_identifier) @catch.type @name))))
(finally_clause) @finally
(flow_control_statement "return") @return
(flow_control_statement "throw") @throw
(flow_control_statement "continue") @continue
(flow_control_statement "break") @break

; scopes
(function_statement (function_name) @function.name) @function
(function_statement (script_block (script_block_body) @function.body))
(script_parameter (variable) @function.param)
(unary_expression (script_block_expression) @function)
(unary_expression (script_block_expression (script_block (script_block_body) @function.body)))
(class_statement . (simple_name) @class.name) @class
(class_statement ":" . (simple_name) @class.base)
(class_property_definition (variable) @assign.target) @assign
(class_property_definition "=" . (_) @assign.value)
(class_method_definition (simple_name) @function.name (script_block (script_block_body) @function.body)) @function
(class_method_parameter (variable) @function.param)
(enum_statement (simple_name) @class.name) @class
(enum_member (simple_name) @assign.target (integer_literal) @assign.value) @assign @is.constant

; names given
((assignment_expression (left_assignment_expression) @assign.target (assignement_operator) @_sign value: (_) @assign.value) @assign (#eq? @_sign "="))
