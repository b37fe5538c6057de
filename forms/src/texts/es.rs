//! Spanish, for Spain and the Americas alike: neither "qué tan fácil" nor "cómo de fácil".

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "es",
    name: "Español",
    nps: Question {
        question: "¿Qué probabilidad hay de que recomiende {product} a sus amistades o colegas?",
        low: "Nada probable",
        high: "Extremadamente probable",
        follow_up: [
            "¿Cuál es el motivo principal de su puntuación? ¿Qué deberíamos mejorar?",
            "¿Qué nos faltó para obtener un 9 o un 10?",
            "¿Qué es lo que más le gusta de {product}?",
        ],
        thanks: [
            "Gracias. Su respuesta nos ayuda a mejorar.",
            "Gracias por su respuesta.",
            "¡Gracias! Nos alegra saber que le gusta {product}.",
        ],
    },
    ces: Question {
        question: "¿En qué medida le resultó fácil resolver lo que necesitaba con {product}?",
        low: "Muy difícil",
        high: "Muy fácil",
        follow_up: [
            "¿Qué le resultó difícil?",
            "¿Qué lo habría hecho más fácil?",
            "¿Qué lo hizo fácil?",
        ],
        thanks: [
            "Gracias. Lamentamos que le haya costado tanto esfuerzo.",
            "Gracias por su respuesta.",
            "¡Gracias! Nos alegra que le haya resultado fácil.",
        ],
    },
    csat: Question {
        question: "¿Cómo valora su experiencia con {product}?",
        low: "Muy insatisfactoria",
        high: "Muy satisfactoria",
        follow_up: [
            "¿Qué salió mal?",
            "¿Qué podríamos haber hecho mejor?",
            "¿Qué fue lo que más le gustó?",
        ],
        thanks: [
            "Gracias. Su respuesta nos ayuda a mejorar.",
            "Gracias por su respuesta.",
            "¡Gracias! Nos alegra que la experiencia haya sido buena.",
        ],
    },
    frame: Frame {
        send: "Enviar",
        skip: "Omitir",
        close: "Cerrar",
        comment_hint: "Cuéntenos más (opcional)",
        out_of: "{score} de {max}",
        comma: ", ",
        too_long: "Su comentario ha alcanzado la longitud máxima.",
        change: "Cambiar",
        unsent: "Su comentario no se ha enviado. Pulse otra vez para descartarlo.",
        why: "¿Por qué veo esto?",
        why_text: "Su respuesta se envía a {product} y nos ayuda a mejorar. Participar es voluntario.",
        privacy: "Privacidad",
        new_tab: "(se abre en una pestaña nueva)",
    },
};

/// Texts of the first wording, with those that were others.
pub(super) const FIRST: Texts = Texts {
    nps: Question { high: "Muy probable", ..TEXTS.nps },
    csat: Question {
        question: "¿Cuál es su grado de satisfacción con {product}?",
        low: "Muy bajo",
        high: "Muy alto",
        ..TEXTS.csat
    },
    ..TEXTS
};
