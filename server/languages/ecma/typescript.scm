; What TypeScript adds.
(class_declaration name: (type_identifier) @name)
(abstract_class_declaration name: (_) @class.name body: (_) @class.body) @class
(enum_declaration name: (_) @class.name body: (_) @class.body) @class @is.constant
(enum_assignment name: (_) @assign.target value: (_) @assign.value) @assign @is.constant
(public_field_definition name: (_) @assign.target) @assign
(public_field_definition value: (_) @assign.value)
(public_field_definition type: (_) @assign.type)
(variable_declarator type: (_) @assign.type)
(required_parameter pattern: (_) @param.name) @param
(required_parameter type: (_) @param.type)
(optional_parameter pattern: (_) @param.name) @param
(optional_parameter type: (_) @param.type)
(type_alias_declaration name: (type_identifier) @name)
(type_alias_declaration name: (_) @assign.target value: [(union_type) (literal_type)] @assign.value) @assign @is.constant
(union_type) @list
(property_signature name: (_) @pair.key type: (type_annotation [(union_type) (literal_type)] @pair.value)) @pair
(property_signature name: (property_identifier) @is.value)
(class_heritage (extends_clause value: (_) @class.base))
(export_statement declaration: [(enum_declaration) (abstract_class_declaration)] @is.exported)
