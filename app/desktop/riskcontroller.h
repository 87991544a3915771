#pragma once

#include "app/desktop/models/limitrows.h"
#include "core/base/result.h"
#include "core/io/stores/settingsdatabase.h"
#include "core/risk/risklimits.h"

#include <QObject>

#include <optional>
#include <vector>

namespace wick::desktop {

class MainWindow;
class RiskEditor;
class SessionController;
class RiskTools;
class WhatIfController;

/// Ties the risk editor to settings.db and to the running session. A change is stored first and in
/// force afterwards, so that no limit ever bites that a restart would forget. Thread: GUI.
class RiskController final : public QObject
{
    Q_OBJECT
public:
    /// `settingsFile` is the path of settings.db; window and session must outlive the controller.
    RiskController(MainWindow& window,
                   SessionController& session,
                   QString settingsFile,
                   QObject* parent = nullptr);

    /// Opens the store and returns the limits to start with: the newest version, or the built-in
    /// ones in a new file. The failure is a sentence naming file and reason; nothing may trade
    /// then.
    [[nodiscard]] core::Result<core::RiskLimits, QString> load();
    /// Shows use and last verdict of the session, where the editor is in view.
    void followSession();
    [[nodiscard]] WhatIfController& whatIf() const noexcept { return *m_whatIf; }
    [[nodiscard]] RiskTools& tools() const noexcept { return *m_tools; }
    [[nodiscard]] RiskEditor& editor() const noexcept { return *m_editor; }

private:
    void apply(const std::vector<LimitChange>& changes, const QString& note);
    void propose(const QString& preset);
    void warn();
    [[nodiscard]] QString showVersions();

    MainWindow& m_window;
    SessionController& m_session;
    QString m_file;
    RiskEditor* m_editor; ///< owned by the window
    WhatIfController* m_whatIf;
    RiskTools* m_tools;
    std::optional<io::SettingsDatabase> m_store;
    core::RiskLimits m_limits; ///< the newest version
    bool m_began = false;      ///< the dry run has its bars
};

} // namespace wick::desktop
