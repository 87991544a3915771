#pragma once

#include "app/desktop/dialogs/parametersdialog.h"

#include <QObject>
#include <QPointer>
#include <QString>

namespace wick::desktop {

class MainWindow;
class SessionController;

/// Lets a person change the parameters of one engine: stored first, in force afterwards, and only
/// while the engine is flat. Thread: GUI.
class ParametersController final : public QObject
{
    Q_OBJECT
public:
    /// `settingsFile` is the path of settings.db; window and session must outlive the controller.
    ParametersController(MainWindow& window,
                         SessionController& session,
                         QString settingsFile,
                         QObject* parent = nullptr);

    /// The dialog that is open, or null.
    [[nodiscard]] ParametersDialog* dialog() const noexcept { return m_dialog; }

Q_SIGNALS:
    void notice(const QString& text);

private:
    void ask(int engine);
    void followSession();
    void apply();
    [[nodiscard]] QString obstacle() const;

    MainWindow& m_window;
    SessionController& m_session;
    QString m_file;
    QPointer<ParametersDialog> m_dialog; ///< deletes itself when it closes
    int m_engine = 0;                    ///< the dialog's
};

} // namespace wick::desktop
