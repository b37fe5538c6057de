//! The site's definition as somebody edits it, and where its faults belong.

use wire::site::SiteDefinition;

use crate::api::Fault;

/// Contents of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The product's name.
    pub product: String,
    /// The language.
    pub lang: String,
    /// Origins, one a line.
    pub origins: String,
    /// The privacy notice; empty for none.
    pub privacy_url: String,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The product's name.
    Product,
    /// The language.
    Lang,
    /// The origins.
    Origins,
    /// The privacy notice.
    PrivacyUrl,
}

/// A fault at its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// The field.
    pub field: Field,
    /// The line of the field, from 1; `None` for all of it.
    pub line: Option<usize>,
    /// The fault.
    pub detail: String,
    /// Allowed values.
    pub allowed: String,
}

impl Draft {
    /// Returns the form of a definition.
    #[must_use]
    pub fn of(definition: &SiteDefinition) -> Draft {
        Draft {
            product: definition.product.clone(),
            lang: definition.lang.clone(),
            origins: definition.origins.join("\n"),
            privacy_url: definition.privacy_url.clone().unwrap_or_default(),
        }
    }

    /// Returns a definition with what the form holds; all else stays.
    #[must_use]
    pub fn applied(&self, to: &SiteDefinition) -> SiteDefinition {
        let privacy_url = self.privacy_url.trim();
        SiteDefinition {
            product: self.product.trim().to_owned(),
            lang: self.lang.trim().to_owned(),
            origins: self.lines().into_iter().map(|(_, origin)| origin).collect(),
            privacy_url: (!privacy_url.is_empty()).then(|| privacy_url.to_owned()),
            ..to.clone()
        }
    }

    /// Origins with the numbers of their lines; empty lines are none. The slash that a browser's
    /// address bar adds is taken away.
    fn lines(&self) -> Vec<(usize, String)> {
        let lines = self.origins.lines().enumerate();
        let lines = lines.map(|(at, line)| (at + 1, line.trim().trim_end_matches('/').to_owned()));
        lines.filter(|(_, line)| !line.is_empty()).collect()
    }

    /// Returns the faults that the collector named, each at its field; those of other fields apart.
    #[must_use]
    pub fn placed(&self, faults: &[Fault]) -> (Vec<Mend>, Vec<Fault>) {
        let mut mends = Vec::new();
        let mut others = Vec::new();
        for fault in faults {
            let mut parts = fault.pointer.split('/').skip(1);
            let field = match parts.next() {
                Some("product") => Field::Product,
                Some("lang") => Field::Lang,
                Some("origins") => Field::Origins,
                Some("privacy_url") => Field::PrivacyUrl,
                _ => {
                    others.push(fault.clone());
                    continue;
                }
            };
            let at = parts.next().and_then(|at| at.parse::<usize>().ok());
            let line = at.and_then(|at| self.lines().get(at).map(|(line, _)| *line));
            let (detail, allowed) = (fault.detail.clone(), fault.allowed.clone());
            mends.push(Mend { field, line, detail, allowed });
        }
        (mends, others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition() -> SiteDefinition {
        SiteDefinition::parse(
            br#"{"product":"Tra Sen","origins":["https://a.example"],"retention_days":30,
                "former_collectors":["https://old.example"]}"#,
        )
        .unwrap()
    }

    #[test]
    fn a_form_that_nobody_touched_changes_nothing() {
        assert_eq!(Draft::of(&definition()).applied(&definition()), definition());
    }

    #[test]
    fn what_the_form_does_not_hold_stays() {
        let draft = Draft { product: " Trà Sen ".into(), ..Draft::of(&definition()) };
        let changed = draft.applied(&definition());
        assert_eq!(changed.product, "Trà Sen");
        assert_eq!(changed.retention_days, Some(30));
        assert_eq!(changed.former_collectors, definition().former_collectors);
    }

    #[test]
    fn origins_are_lines_and_empty_ones_are_none() {
        let draft = Draft {
            origins: "\n https://a.example/ \n\nhttps://b.example\n".into(),
            ..Draft::of(&definition())
        };
        let origins = draft.applied(&definition()).origins;
        assert_eq!(origins, ["https://a.example", "https://b.example"]);
    }

    #[test]
    fn a_fault_is_placed_at_its_line() {
        let draft = Draft { origins: "\nhttps://a.example\nshop".into(), ..Draft::default() };
        let fault = |pointer: &str| Fault {
            pointer: pointer.to_owned(),
            detail: "is wrong".to_owned(),
            allowed: "right".to_owned(),
        };
        let faults = [fault("/origins/1"), fault("/product"), fault("/consent"), fault("")];
        let (mends, others) = draft.placed(&faults);
        let places: Vec<_> = mends.iter().map(|mend| (mend.field, mend.line)).collect();
        assert_eq!(places, [(Field::Origins, Some(3)), (Field::Product, None)]);
        assert_eq!(others.len(), 2);
    }
}
