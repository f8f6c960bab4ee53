; What JavaScript spells in its own way.
(field_definition property: (_) @assign.target) @assign
(field_definition value: (_) @assign.value)
(class_heritage (_) @class.base)
