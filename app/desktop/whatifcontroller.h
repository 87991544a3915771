#pragma once

#include "app/desktop/theme/theme.h"
#include "app/desktop/whatifworker.h"
#include "app/session/backtestjob.h"
#include "app/session/snapshot.h"

#include <QObject>

#include <memory>
#include <vector>

namespace wick::desktop {

class RiskEditor;
class SessionController;
struct BacktestRun;

/// Tries what is typed in the risk editor on the session's own bars or on the backtest shown, and
/// shows how the markets hang together. Thread: GUI; the work is done on a thread of its own.
class WhatIfController final : public QObject
{
    Q_OBJECT
public:
    WhatIfController(RiskEditor& editor, SessionController& session, QObject* parent = nullptr);
    ~WhatIfController() override;

    void setTheme(const Theme& theme);
    /// The editor came into view: the session's bars as they are now are what it is tried on.
    void begin();
    void setBacktest(std::shared_ptr<const BacktestRun> run);
    /// Limits in force changed.
    void setLimits(const core::RiskLimits& limits);
    /// The answer on the screen is that to the last question.
    [[nodiscard]] bool isUpToDate() const;

private:
    void ask();
    void show();
    void showMarkets(const session::Snapshot& snapshot);
    void refreshSources();

    RiskEditor& m_editor;
    SessionController& m_session;
    io::WorkerThread m_thread;
    WhatIfWorker* m_worker; ///< owned by its thread
    core::RiskLimits m_limits;
    std::shared_ptr<const WhatIfSource> m_ofSession;
    std::shared_ptr<const WhatIfSource> m_ofBacktest;
    std::shared_ptr<const WhatIfQuestion> m_question;
};

} // namespace wick::desktop
