#pragma once

#include "app/session/latestvalue.h"
#include "core/backtest/changeeffect.h"
#include "core/backtest/whatif.h"
#include "core/io/workerthread.h"

#include <QString>

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace wick::desktop {

/// Candles that live as long as they are worked on.
struct KeptCandles
{
    core::InstrumentId instrument;
    std::vector<std::int64_t> time, open, high, low, close, volume;
    int priceDecimals = 0;
    int volumeDecimals = 0;
    core::Duration interval = core::minutes(1);

    void add(const core::ClosedBar& bar);
    [[nodiscard]] core::BarSeries series() const;
};

/// A run that limits can be tried on.
struct WhatIfSource
{
    core::CoreSetup setup;
    std::vector<KeptCandles> candles;
    QString words; ///< "the last 14 days, 3 engines"
};

/// Which limits to try on what.
struct WhatIfQuestion
{
    std::shared_ptr<const WhatIfSource> source;
    core::RiskLimits now;   ///< in force
    core::RiskLimits tried; ///< as typed
};

/// What it comes to, or has come to so far.
struct WhatIfAnswer
{
    core::ChangeEffect effect;
    std::vector<core::EquityPoint> before;
    std::vector<core::EquityPoint> after;
    core::RiskLimits tried;
    double share = 1.0; ///< of the bars that are done
    double milliseconds = 0.0;

    [[nodiscard]] bool complete() const noexcept { return share >= 1.0; }
};

/// Works runs out under other limits. There is one question, the newest: it takes the place of the
/// one before, also while that is worked on, and nothing queues up. Long runs answer in parts.
/// Thread: lives on a thread of its own; ask() and answer() may be called from any.
class WhatIfWorker final : public io::Receiver
{
    Q_OBJECT
public:
    WhatIfWorker();

    void ask(std::shared_ptr<const WhatIfQuestion> question);
    /// The newest one; null while there is none.
    [[nodiscard]] std::shared_ptr<const WhatIfAnswer> answer() const { return m_answer.get(); }
    /// Gives up what is being worked on, for good.
    void stop() noexcept { m_stopped = true; }
    /// What answered() spoke of was taken.
    void noted() noexcept { m_told = false; }

Q_SIGNALS:
    /// There is something newer in answer(). Said again only after noted().
    void answered();

private:
    void work();
    [[nodiscard]] bool workOut(const std::shared_ptr<const WhatIfQuestion>& question);
    void publish(core::WhatIfRun& run, const WhatIfQuestion& question, double milliseconds);

    session::LatestValue<WhatIfQuestion> m_question;
    session::LatestValue<WhatIfAnswer> m_answer;
    std::atomic<bool> m_woken = false;
    std::atomic<bool> m_told = false;
    std::atomic<bool> m_stopped = false;
    std::shared_ptr<const WhatIfQuestion> m_done;
    std::shared_ptr<const WhatIfSource> m_source; ///< what m_run is made of
    std::unique_ptr<core::WhatIf> m_run;
    core::WhatIfResult m_before; ///< under the limits in force
    core::RiskLimits m_now;
};

} // namespace wick::desktop
