//! Every named shape: those of replies, derived from wire's types with the prose that stands beside
//! their fields, and those of requests (`requests`). Every test that gets a reply holds them to it.

use schemars::{
    JsonSchema, Schema, SchemaGenerator,
    generate::{Contract, SchemaSettings},
};
use serde_json::Value;
use wire::{
    backup, form, health, page, problem, respondent, response, responses, schema, session, site,
    summary, survey, webhook,
};

use crate::requests;

/// Every named shape.
pub(crate) fn all() -> Value {
    let mut all = derived();
    for (name, schema) in requests::all() {
        assert!(all.insert(name.clone(), schema).is_none(), "{name} is derived, too");
    }
    Value::Object(all)
}

/// Returns the schemas of the types of replies, with all that they refer to.
fn derived() -> serde_json::Map<String, Value> {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = schema::DEFINITIONS_PATH.into();
    settings.contract = Contract::Serialize;
    let mut generator = settings.into_generator();
    let all = &mut generator;
    is_described::<problem::Problem>(all);
    is_described::<page::Erased>(all);
    is_described::<page::Page<site::SiteResource>>(all);
    is_described::<page::Page<site::KeyResource>>(all);
    is_described::<page::Page<survey::SurveyResource>>(all);
    is_described::<page::Page<responses::ResponseResource>>(all);
    is_described::<webhook::WebhookPage>(all);
    is_described::<site::KeyCreated>(all);
    is_described::<session::Session>(all);
    is_described::<health::Health>(all);
    is_described::<form::Form>(all);
    is_described::<response::ResponseTaken<'_>>(all);
    is_described::<summary::Summary>(all);
    is_described::<respondent::RespondentDeletion>(all);
    is_described::<backup::Restored>(all);
    is_described::<webhook::TestResult>(all);
    is_described::<webhook::Event<webhook::EventResponse>>(all);
    // Words that only requests have.
    is_described::<survey::State>(all);
    is_described::<survey::Scheme>(all);
    let _ = (schema::device(all), schema::consent(all));
    let definitions = generator.take_definitions(true);
    definitions.into_iter().map(|(name, schema)| (name, schema::tidied(schema))).collect()
}

fn is_described<T: JsonSchema>(generator: &mut SchemaGenerator) {
    let _ = generator.subschema_for::<T>();
}

/// A single value, as replies have it.
pub(crate) fn single(make: fn(&mut SchemaGenerator) -> Schema) -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    schema::tidied(make(&mut generator).to_value())
}
