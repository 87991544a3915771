#include "app/desktop/whatifworker.h"

#include <QElapsedTimer>

#include <utility>

namespace wick::desktop {

namespace {

constexpr std::size_t kGroupsAtOnce = 2'000; ///< a fraction of a millisecond apart
constexpr qint64 kPartEveryMs = 33;
constexpr std::size_t kMostPoints = 1'500;

/// Few enough points for a picture, the last one among them.
std::vector<core::EquityPoint> thinned(const std::vector<core::EquityPoint>& points)
{
    const std::size_t step = points.size() / kMostPoints + 1;
    std::vector<core::EquityPoint> kept;
    for (std::size_t i = 0; i < points.size(); i += step) {
        kept.push_back(points[i]);
    }
    if (!points.empty() && kept.back().time != points.back().time) {
        kept.push_back(points.back());
    }
    return kept;
}

} // namespace

void KeptCandles::add(const core::ClosedBar& bar)
{
    time.push_back(core::toMilliseconds(bar.start));
    open.push_back(bar.open.count());
    high.push_back(bar.high.count());
    low.push_back(bar.low.count());
    close.push_back(bar.close.count());
    volume.push_back(bar.volume.count());
}

core::BarSeries KeptCandles::series() const
{
    return {instrument,
            {time, open, high, low, close, volume, priceDecimals, volumeDecimals, interval}};
}

WhatIfWorker::WhatIfWorker() = default;

void WhatIfWorker::ask(std::shared_ptr<const WhatIfQuestion> question)
{
    m_question.set(std::move(question));
    if (!m_woken.exchange(true)) {
        io::post(this, [this] { work(); });
    }
}

void WhatIfWorker::work()
{
    m_woken = false; // from here on a question posts again; this turn may still take it
    while (!m_stopped) {
        const auto question = m_question.get();
        if (question == nullptr || question == m_done) {
            return;
        }
        if (workOut(question)) {
            m_done = question;
        }
    }
}

/// False when something newer was asked meanwhile.
bool WhatIfWorker::workOut(const std::shared_ptr<const WhatIfQuestion>& question)
{
    if (question->source != m_source) {
        m_source = question->source;
        std::vector<core::BarSeries> series;
        for (const KeptCandles& candles : m_source->candles) {
            series.push_back(candles.series());
        }
        core::CoreSetup setup = m_source->setup;
        setup.limits = question->now;
        m_run = std::make_unique<core::WhatIf>(std::move(setup), std::move(series));
        m_before = m_run->asRun();
        m_now = question->now;
    } else if (question->now != m_now) {
        m_before = m_run->under(question->now);
        m_now = question->now;
    }
    QElapsedTimer clock;
    clock.start();
    qint64 published = 0;
    core::WhatIfRun run{*m_run, question->tried};
    while (run.advance(kGroupsAtOnce)) {
        if (m_stopped || m_question.get() != question) {
            return false;
        }
        if (clock.elapsed() - published >= kPartEveryMs) {
            published = clock.elapsed();
            publish(run, *question, static_cast<double>(clock.nsecsElapsed()) / 1e6);
        }
    }
    publish(run, *question, static_cast<double>(clock.nsecsElapsed()) / 1e6);
    return true;
}

void WhatIfWorker::publish(core::WhatIfRun& run,
                           const WhatIfQuestion& question,
                           double milliseconds)
{
    const core::WhatIfResult now = run.result();
    auto answer = std::make_shared<WhatIfAnswer>();
    answer->effect = core::effectOf(m_before, now);
    answer->before = thinned(m_before.equity);
    answer->after = thinned(now.equity);
    answer->tried = question.tried;
    answer->share =
        run.total() == 0 ? 1.0 : static_cast<double>(run.done()) / static_cast<double>(run.total());
    answer->milliseconds = milliseconds;
    m_answer.set(std::move(answer));
    if (!m_told.exchange(true)) {
        Q_EMIT answered();
    }
}

} // namespace wick::desktop
