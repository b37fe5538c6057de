//! Portuguese as written in Brazil.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "pt-br",
    name: "Português (Brasil)",
    nps: Question {
        question: "Qual é a probabilidade de você recomendar {product} a amigos ou colegas?",
        low: "Nada provável",
        high: "Extremamente provável",
        follow_up: [
            "Qual é o principal motivo da sua nota? O que deveríamos melhorar?",
            "O que faltou para uma nota 9 ou 10?",
            "Do que você mais gosta em {product}?",
        ],
        thanks: [
            "Agradecemos. Sua resposta nos ajuda a melhorar.",
            "Agradecemos a sua resposta.",
            "Agradecemos! Que bom que você gosta de {product}.",
        ],
    },
    ces: Question {
        question: "Quão fácil foi resolver o que você precisava com {product}?",
        low: "Muito difícil",
        high: "Muito fácil",
        follow_up: ["O que dificultou?", "O que teria facilitado?", "O que facilitou?"],
        thanks: [
            "Agradecemos. Lamentamos que tenha dado tanto trabalho.",
            "Agradecemos a sua resposta.",
            "Agradecemos! Que bom que foi fácil.",
        ],
    },
    csat: Question {
        question: "Como você avalia a sua experiência com {product}?",
        low: "Muito insatisfatória",
        high: "Muito satisfatória",
        follow_up: [
            "O que deu errado?",
            "O que poderíamos ter feito melhor?",
            "Do que você mais gostou?",
        ],
        thanks: [
            "Agradecemos. Sua resposta nos ajuda a melhorar.",
            "Agradecemos a sua resposta.",
            "Agradecemos! Ficamos felizes com a sua satisfação.",
        ],
    },
    frame: Frame {
        send: "Enviar",
        skip: "Pular",
        close: "Fechar",
        comment_hint: "Conte mais (opcional)",
        out_of: "{score} de {max}",
        comma: ", ",
        too_long: "Seu comentário atingiu o tamanho máximo.",
        change: "Alterar",
        unsent: "Seu comentário não foi enviado. Pressione de novo para descartá-lo.",
        why: "Por que estou vendo isto?",
        why_text: "Sua resposta é enviada para {product} e nos ajuda a melhorar. A participação é voluntária.",
        privacy: "Privacidade",
        new_tab: "(abre em uma nova aba)",
    },
};

/// Texts of the first wording, with those that were others.
pub(super) const FIRST: Texts = Texts {
    csat: Question {
        question: "Qual é o seu nível de satisfação com {product}?",
        low: "Muito baixo",
        high: "Muito alto",
        ..TEXTS.csat
    },
    ..TEXTS
};
