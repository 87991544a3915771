#include "core/backtest/whatif.h"

#include <algorithm>
#include <utility>

namespace wick::core {

namespace {

/// Copies of an engine in a record: going back to one costs at most the bars between two.
constexpr std::size_t kCopies = 256;

CoreSetup startingAt(CoreSetup setup, const BarFeed& feed)
{
    setup.start = feed.first().value_or(setup.start);
    return setup;
}

CoreSetup under(CoreSetup setup, const RiskLimits& limits)
{
    setup.limits = limits;
    return setup;
}

} // namespace

/// The core over candles, with what it puts out; whoever drives it says how the engines answer.
class CandleRun final : public CoreListener
{
public:
    CandleRun(CoreSetup setup,
              const std::vector<BarSeries>& series,
              std::optional<Timestamp> from,
              std::optional<Timestamp> to)
        : m_feed(setup.instruments, series, from, to)
        , m_core(startingAt(std::move(setup), m_feed), this)
    {
        m_answers.reserve(m_core.setup().engines.size());
        m_equity.reserve(m_feed.total() + 2);
        record(m_core.now());
    }

    [[nodiscard]] const BarFeed& feed() const noexcept { return m_feed; }
    [[nodiscard]] const TradingCore& core() const noexcept { return m_core; }
    [[nodiscard]] WhatIfResult result() const;

    bool next() { return m_feed.next(); }
    [[nodiscard]] bool wantsPath() { return m_core.wantsPath(m_feed.slices()); }

    /// Takes the bars that start together, at the points before the close only when `walked`.
    template <typename Answering>
    void take(bool walked, Answering&& answering)
    {
        const auto slices = m_feed.slices();
        if (walked) {
            for (const BarPoint point :
                 {BarPoint::Open, BarPoint::FirstExtreme, BarPoint::SecondExtreme}) {
                for (auto& slice : slices) {
                    slice.point = point;
                    slice.price =
                        pathOf(*slice.bar, m_core.setup().path)[static_cast<std::size_t>(point)];
                }
                const StepPlace at{m_feed.start(), point};
                exchange(m_core.onMarket({at.time(m_feed.interval()), slices}), at, answering);
            }
            for (auto& slice : slices) {
                slice.point = BarPoint::Close;
                slice.price = slice.bar->close;
            }
        }
        const StepPlace at{m_feed.start(), BarPoint::Close};
        const auto steps = m_core.onMarket({at.time(m_feed.interval()), slices});
        record(at.time(m_feed.interval()));
        exchange(steps, at, answering);
    }

private:
    template <typename Answering>
    void exchange(std::span<const Step> steps, StepPlace at, Answering& answering)
    {
        m_answers.clear();
        for (const Step& step : steps) {
            if (step.market == nullptr && step.fills.empty()) {
                continue;
            }
            EngineSaid said = answering(step, at);
            if (said.failed || !said.decision.empty()) {
                m_answers.push_back({step.seq, step.engine, said.decision, said.failed});
            }
        }
        m_core.onAnswers(m_answers);
    }

    void record(Timestamp at)
    {
        const Money equity = m_core.account().equity();
        if (m_equity.empty() || m_equity.back().equity != equity) {
            m_equity.push_back({at, equity});
        }
    }

    void onSignal(const SignalRecord& signal) override
    {
        m_signals.push_back({signal.time, signal.engine, signal.instrument, signal.signal.side,
                             signal.quantity, signal.outcome});
    }
    void onHalt(const Halt& halt) override { m_halts.push_back(halt); }

    BarFeed m_feed;
    TradingCore m_core;
    std::vector<Answer> m_answers;
    std::vector<EquityPoint> m_equity;
    std::vector<SignalOutcome> m_signals;
    std::vector<Halt> m_halts;
};

WhatIfResult CandleRun::result() const
{
    const Account& account = m_core.account();
    WhatIfResult result;
    result.startBalance = account.start();
    result.balance = account.equity();
    const auto closed = m_core.ledger().closed();
    result.trades.assign(closed.begin(), closed.end());
    for (const auto& book : account.books()) {
        if (auto open = m_core.ledger().marked(book.engine, book.openResult(), account.equity())) {
            open->exitReason = reasons::kStillOpen;
            result.openTrades.push_back(*open);
        }
    }
    result.equity = m_equity;
    if (result.equity.back().time != m_core.now()) {
        result.equity.push_back({m_core.now(), account.equity()});
    }
    result.signals = m_signals;
    result.halts = m_halts;
    result.sessionDigest = m_core.sessionDigest().text();
    return result;
}

WhatIf::WhatIf(CoreSetup setup,
               std::vector<BarSeries> series,
               std::optional<Timestamp> from,
               std::optional<Timestamp> to)
    : m_setup(std::move(setup))
    , m_series(std::move(series))
    , m_from(from)
    , m_to(to)
    , m_records(m_setup.engines.size())
{
    CandleRun run{m_setup, m_series, m_from, m_to};
    std::vector<StrategyEngine> engines;
    for (std::size_t i = 0; i < m_setup.engines.size(); ++i) {
        const EngineSetup& engine = m_setup.engines[i];
        engines.emplace_back(StrategyEngine::Setup{EngineId{static_cast<std::uint16_t>(i)},
                                                   engine.timeframe, engine.base},
                             m_setup.instruments[engine.instrument.count()], *engine.strategy);
    }
    std::size_t asked = 0;
    const auto answering = [&](const Step& step, StepPlace at) {
        ++asked;
        EngineRecord& record = m_records[step.engine.count()];
        record.hear(step, at);
        EngineSaid said = answerOf(engines[step.engine.count()], step);
        record.answer(at, said);
        return said;
    };
    const std::size_t apart = std::max<std::size_t>(1, run.feed().total() / kCopies);
    std::size_t next = 0;
    while (run.next()) {
        const Timestamp start = run.feed().start();
        const bool walked = run.wantsPath();
        const bool copied = run.feed().done() >= next;
        for (std::size_t i = 0; i < engines.size(); ++i) {
            if (copied) {
                m_records[i].keep(start, engines[i]);
            }
            if (walked) {
                m_records[i].walk(start);
            }
        }
        next += copied ? apart : 0;
        run.take(walked, answering);
    }
    m_asRun = run.result();
    m_asRun.asked = asked;
}

WhatIfResult WhatIf::under(const RiskLimits& limits) const
{
    WhatIfRun run{*this, limits};
    while (run.advance(run.total())) {
    }
    return run.result();
}

WhatIfRun::WhatIfRun(const WhatIf& whole, const RiskLimits& limits)
    : m_run(std::make_unique<CandleRun>(core::under(whole.m_setup, limits),
                                        whole.m_series,
                                        whole.m_from,
                                        whole.m_to))
{
    const CoreSetup& setup = whole.m_setup;
    for (std::size_t i = 0; i < setup.engines.size(); ++i) {
        const InstrumentId market = setup.engines[i].instrument;
        const auto series =
            std::find_if(whole.m_series.begin(), whole.m_series.end(),
                         [market](const BarSeries& each) { return each.instrument == market; });
        m_engines.emplace_back(
            whole.m_records[i],
            FollowingEngine::Candles{setup.instruments,
                                     series != whole.m_series.end() ? *series : BarSeries{},
                                     setup.path});
    }
}

WhatIfRun::~WhatIfRun() = default;

bool WhatIfRun::advance(std::size_t groups)
{
    const auto answering = [&](const Step& step, StepPlace at) {
        return m_engines[step.engine.count()].step(step, at);
    };
    for (std::size_t i = 0; i < groups; ++i) {
        if (!m_run->next()) {
            return false;
        }
        m_run->take(m_run->wantsPath(), answering);
    }
    return true;
}

std::size_t WhatIfRun::done() const noexcept
{
    return m_run->feed().done();
}

std::size_t WhatIfRun::total() const noexcept
{
    return m_run->feed().total();
}

WhatIfResult WhatIfRun::result() const
{
    WhatIfResult result = m_run->result();
    for (const FollowingEngine& engine : m_engines) {
        result.asked += engine.asked();
    }
    return result;
}

} // namespace wick::core
