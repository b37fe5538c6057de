//! Attributes that never change.
//!
//! leptos keeps a type and a state for every attribute, so that it can compare and replace it. Some
//! forty of the card's stay as they are; written in one go they take 3 KB less of the download.

use tachys::{
    html::attribute::{Attribute, NextAttribute},
    renderer::types::Element,
};

/// Names and values.
#[derive(Clone, Debug)]
pub(super) struct Fixed(Vec<(&'static str, String)>);

/// These attributes, for `add_any_attr`.
pub(super) fn fixed(attributes: &[(&'static str, &str)]) -> Fixed {
    Fixed(attributes.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
}

impl Attribute for Fixed {
    const MIN_LENGTH: usize = 0;

    type State = ();
    type AsyncOutput = Fixed;
    type Cloneable = Fixed;
    type CloneableOwned = Fixed;

    fn build(self, element: &Element) {
        for (name, value) in self.0 {
            let _ = element.set_attribute(name, &value);
        }
    }

    fn rebuild(self, (): &mut ()) {}

    // The rest is for pages that a server draws, which ours never is.

    fn html_len(&self) -> usize {
        0
    }

    fn to_html(self, _: &mut String, _: &mut String, _: &mut String, _: &mut String) {}

    fn hydrate<const FROM_SERVER: bool>(self, element: &Element) {
        self.build(element);
    }

    fn into_cloneable(self) -> Fixed {
        self
    }

    fn into_cloneable_owned(self) -> Fixed {
        self
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Fixed {
        self
    }
}

impl NextAttribute for Fixed {
    type Output<NewAttr: Attribute> = (Fixed, NewAttr);

    fn add_any_attr<NewAttr: Attribute>(self, new_attr: NewAttr) -> (Fixed, NewAttr) {
        (self, new_attr)
    }
}
