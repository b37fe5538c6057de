//! Every named shape: those of replies, derived from wire's types with the prose that stands beside
//! their fields, and those of requests (`requests`). Every test that gets a reply holds them to it.

use schemars::{
    JsonSchema, Schema, SchemaGenerator,
    generate::{Contract, SchemaSettings},
};
use serde_json::Value;
use wire::{problem, schema, survey, webhook};

use crate::{operation::Operation, requests};

/// Every named shape.
pub(crate) fn all(operations: &[Operation]) -> Value {
    let mut all = derived(operations);
    for (name, schema) in requests::all() {
        assert!(all.insert(name.clone(), schema).is_none(), "{name} is derived, too");
    }
    Value::Object(all)
}

/// Returns the schemas of the types of operations' replies, with all that they refer to.
fn derived(operations: &[Operation]) -> serde_json::Map<String, Value> {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = schema::DEFINITIONS_PATH.into();
    settings.contract = Contract::Serialize;
    let mut generator = settings.into_generator();
    let all = &mut generator;
    operations.iter().for_each(|operation| operation.describe_shapes(all));
    // Replies and bodies that no operation gives as its own.
    is_described::<problem::Problem>(all);
    is_described::<webhook::Event<webhook::EventResponse>>(all);
    // Words that only requests have.
    is_described::<survey::State>(all);
    is_described::<survey::Scheme>(all);
    let _ = (schema::device(all), schema::source(all), schema::consent(all));
    let definitions = generator.take_definitions(true);
    definitions.into_iter().map(|(name, schema)| (name, schema::tidied(schema))).collect()
}

/// Makes the schema of a type, with all that it refers to.
pub(crate) fn is_described<T: JsonSchema>(generator: &mut SchemaGenerator) {
    let _ = generator.subschema_for::<T>();
}

/// A single value, as replies have it.
pub(crate) fn single(make: fn(&mut SchemaGenerator) -> Schema) -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    schema::tidied(make(&mut generator).to_value())
}
