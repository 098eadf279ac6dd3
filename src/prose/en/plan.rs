//! What speaks against work being done in time.

use crate::model::{RiskFact, WaitReason};
use crate::prose::{Say, Voice};

impl Say for RiskFact {
    fn say(&self, voice: &Voice<'_>) -> String {
        match self {
            Self::Waits { product, because } => {
                let product = voice.product(*product);
                match because {
                    WaitReason::NotPlanned => format!("it waits for {product}, which nobody plans"),
                    WaitReason::Paused => format!("it waits for {product}, which is paused"),
                    WaitReason::Overdue => format!("it waits for {product}, which is overdue"),
                    WaitReason::DueLater => format!("it waits for {product}, which is due later"),
                    WaitReason::NoDate => {
                        format!("it waits for {product}, and nobody said when that is due")
                    }
                }
            }
            Self::TooLittleTime { working_days: 1 } => {
                "it is not begun, and needs more than the one working day that is left".to_owned()
            }
            Self::TooLittleTime { working_days } => {
                format!("it is not begun, and needs more than the {working_days} working days that are left")
            }
        }
    }
}
