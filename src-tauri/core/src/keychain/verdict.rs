//! A pure table from errors of the Secret Service to what the person is told. The service's own text is dropped: some put names
//! of entries into it.

use secret_service::Error;
use zbus::DBusError;

use super::KeychainProblem;

/// The progress of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The service has not answered yet.
    Greeting,
    Working,
}

pub fn verdict(step: Step, error: &Error) -> KeychainProblem {
    match error {
        Error::Locked => KeychainProblem::Locked,
        Error::Prompt => KeychainProblem::Refused,
        Error::PromptDisconnected => KeychainProblem::BrokeOff,
        Error::Unavailable => KeychainProblem::Missing,
        Error::Zbus(error) => of_bus(step, error),
        Error::ZbusFdo(error) => of_name(step, error.name().as_str()),
        _ => KeychainProblem::Failed,
    }
}

fn of_bus(step: Step, error: &zbus::Error) -> KeychainProblem {
    match error {
        zbus::Error::MethodError(name, ..) => of_name(step, name.as_str()),
        zbus::Error::FDO(error) => of_name(step, error.name().as_str()),
        // The connection itself broke.
        zbus::Error::InputOutput(_) => KeychainProblem::BrokeOff,
        _ => KeychainProblem::Failed,
    }
}

/// Error names as defined by D-Bus and the Secret Service.
fn of_name(step: Step, name: &str) -> KeychainProblem {
    let Some(error) = name.strip_prefix("org.freedesktop.") else { return KeychainProblem::Failed };
    match (error, step) {
        ("DBus.Error.ServiceUnknown" | "DBus.Error.NameHasNoOwner", Step::Greeting) => {
            KeychainProblem::Missing
        }
        // It existed a moment ago. A service started in its place does not know this session.
        (
            "DBus.Error.ServiceUnknown" | "DBus.Error.NameHasNoOwner" | "Secret.Error.NoSession",
            Step::Working,
        )
        | ("DBus.Error.NoReply" | "DBus.Error.Disconnected", _) => KeychainProblem::BrokeOff,
        ("DBus.Error.AccessDenied" | "DBus.Error.AuthFailed", _) => KeychainProblem::Refused,
        ("Secret.Error.IsLocked", _) => KeychainProblem::Locked,
        _ => KeychainProblem::Failed,
    }
}

#[cfg(test)]
mod tests {
    use zbus::fdo;

    use super::*;

    #[test]
    fn each_end_of_a_visit_has_a_verdict_of_its_own() {
        use KeychainProblem as Is;
        let none = String::new;
        let table = [
            (Error::Locked, Is::Locked, Is::Locked),
            (Error::Prompt, Is::Refused, Is::Refused),
            (Error::PromptDisconnected, Is::BrokeOff, Is::BrokeOff),
            (Error::Unavailable, Is::Missing, Is::Missing),
            (Error::Crypto("no"), Is::Failed, Is::Failed),
            (fdo::Error::ServiceUnknown(none()).into(), Is::Missing, Is::BrokeOff),
            (fdo::Error::NameHasNoOwner(none()).into(), Is::Missing, Is::BrokeOff),
            (fdo::Error::NoReply(none()).into(), Is::BrokeOff, Is::BrokeOff),
            (fdo::Error::Disconnected(none()).into(), Is::BrokeOff, Is::BrokeOff),
            (fdo::Error::AccessDenied(none()).into(), Is::Refused, Is::Refused),
            (fdo::Error::SpawnFailed(none()).into(), Is::Failed, Is::Failed),
            (fdo::Error::Failed(none()).into(), Is::Failed, Is::Failed),
        ];
        for (error, greeting, working) in table {
            assert_eq!(verdict(Step::Greeting, &error), greeting, "{error} at the greeting");
            assert_eq!(verdict(Step::Working, &error), working, "{error} later");
        }
        assert_eq!(of_name(Step::Working, "org.freedesktop.Secret.Error.IsLocked"), Is::Locked);
        assert_eq!(of_name(Step::Working, "org.freedesktop.Secret.Error.NoSession"), Is::BrokeOff);
        assert_eq!(of_name(Step::Working, "org.gnome.keyring.Error.Strange"), Is::Failed);
    }
}
