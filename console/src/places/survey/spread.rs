//! Spread of the answers over the scale.

use leptos::{html, prelude::*};

use super::{Entry, Shown};
use crate::{
    charts::{Chart, Column, Distribution, Group, Picture},
    components::{AsSwitch, TakePicture, as_class},
    frame::use_words,
    intl,
    scale::GROUP_CLASSES,
};

/// The distribution; nothing for an index, which has none.
#[component]
pub(super) fn Spread(shown: Shown) -> impl IntoView {
    let words = use_words();
    let (common, texts) = (&words.texts.common, &words.texts.survey);
    let Shown { summary, scale, .. } = shown;
    let counts = summary.counts.clone()?.0;
    let groups = summary.groups.clone().unwrap_or_default().0;
    let whole = summary.responses.unwrap_or_default();
    let names = scale.groups(words)?;
    let count = |n: u64| intl::count(words.lang, n);
    let columns: Vec<Column> = counts
        .iter()
        .filter_map(|(score, n)| {
            let value: u8 = score.parse().ok()?;
            let (group, label, count) = (scale.group_of(value), score.clone(), count(*n));
            Some(Column { score: value, n: *n, group, label, count })
        })
        .collect();
    let high = groups.last().map_or(0, |(_, n)| *n);
    let picture = Picture::Distribution(Distribution {
        columns: columns.clone(),
        groups: groups
            .iter()
            .zip(names)
            .zip(GROUP_CLASSES)
            .map(|(((_, n), name), group)| Group {
                group,
                name: name.to_owned(),
                share: intl::percent(words.lang, *n, whole, 1),
                interval: (common.responses)(*n, &count(*n)),
            })
            .collect(),
        sentence: (texts.spread_said)(&count(high), &count(whole), names[2]),
    });
    let entry = expect_context::<Entry>();
    let (title, file) = entry.picture(texts.spread, "answers");
    let node = NodeRef::<html::Div>::new();
    let name_of = move |class: &str| {
        GROUP_CLASSES.iter().position(|each| *each == class).and_then(|at| names.get(at).copied())
    };
    let rows = columns.iter().map(|column| {
        view! {
            <tr>
                <th scope="row">{column.label.clone()}</th>
                <td class="text">{name_of(column.group)}</td>
                <td>{column.count.clone()}</td>
                <td>{intl::percent(words.lang, column.n, whole, 1)}</td>
            </tr>
        }
    });
    Some(view! {
        <section class=as_class("half") aria-labelledby="h-spread">
            <header>
                <div><h2 id="h-spread">{texts.spread}</h2><p>{texts.spread_note}</p></div>
                <div class="row no-print">
                    <AsSwitch name="spread-as"/>
                    <TakePicture id="spread-picture" node title file/>
                </div>
            </header>
            <div class="as-chart">
                <Chart picture=Signal::stored(picture) lang=Signal::stored(words.lang) node/>
            </div>
            <div class="as-table">
                <div class="scroll" tabindex="0" role="region" aria-label=texts.spread>
                    <table>
                        <caption>{texts.spread_note}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{texts.score}</th>
                                <th scope="col" class="text">{texts.group}</th>
                                <th scope="col">{common.responses_label}</th>
                                <th scope="col">{texts.share}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {rows.collect_view()}
                            <tr class="total">
                                <th scope="row">{texts.all}</th>
                                <td></td>
                                <td>{count(whole)}</td>
                                <td></td>
                            </tr>
                        </tbody>
                    </table>
                </div>
            </div>
        </section>
    })
}
