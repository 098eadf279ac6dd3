//! Why work may not be done in time.

use crate::model::{RiskFact, WaitReason};
use crate::prose::{Say, Voice};

impl Say for RiskFact {
    fn say(&self, voice: &Voice<'_>) -> String {
        match self {
            Self::Waits { product, because } => {
                let product = voice.product(*product);
                match because {
                    WaitReason::NotPlanned => format!("it waits for {product}, which is not planned"),
                    WaitReason::Paused => format!("it waits for {product}, which is paused"),
                    WaitReason::Overdue => format!("it waits for {product}, which is overdue"),
                    WaitReason::DueLater => format!("it waits for {product}, which is due later"),
                    WaitReason::NoDate => {
                        format!("it waits for {product}, which has no due date")
                    }
                }
            }
            Self::TooLittleTime { working_days: 1 } => {
                "it is not started, and needs more than the 1 working day left".to_owned()
            }
            Self::TooLittleTime { working_days } => {
                format!("it is not started, and needs more than the {working_days} working days left")
            }
        }
    }
}
