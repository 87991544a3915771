#pragma once

#include "app/session/backtestjob.h"
#include "app/session/datafolder.h"
#include "app/session/replay.h"
#include "app/session/session.h"

#include <QString>

#include <atomic>
#include <functional>
#include <memory>

namespace wick::desktop {

/// A practice session without a window, from its start to the end of its market time.
struct PracticeDayRequest
{
    session::PracticeRequest practice;           ///< with `runFor`
    const session::DataFolder* folder = nullptr; ///< keeps its journal; must outlive the call
    const std::atomic<bool>* interrupted = nullptr;
    /// Called now and then with the newest state. Thread: the caller's.
    std::function<void(const session::Snapshot&)> progress;
};

struct PracticeDay
{
    std::shared_ptr<const session::Snapshot> end;
    session::BacktestOutcome outcome; ///< the same in the form of a backtest's
    session::ReplayReport replay;     ///< of its journal
    double seconds = 0.0;             ///< wall time of the session
    bool interrupted = false;         ///< it shows what it came to until then
};

/// Runs the three engines on their threads at full speed and replays the journal afterwards, which
/// counts every signal and shows that the journal agrees. Spins an event loop until it is over.
/// Errors: one sentence; a session that cannot be made, a journal that cannot be written, an
/// engine's thread that did not end.
[[nodiscard]] core::Result<PracticeDay, QString> runPracticeDay(const PracticeDayRequest& request);

} // namespace wick::desktop
