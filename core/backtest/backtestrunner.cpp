#include "core/backtest/backtestrunner.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace wick::core {

namespace {

constexpr std::size_t kBarsBetweenReports = 16'384;
constexpr std::size_t kBarsAhead = 16; ///< bars after a decision are looked at in vain

CoreSetup startingAt(CoreSetup setup, const BarFeed& feed)
{
    setup.start = feed.first().value_or(setup.start);
    return setup;
}

} // namespace

BacktestRunner::BacktestRunner(CoreSetup setup,
                               std::vector<BarSeries> series,
                               std::optional<Timestamp> from,
                               std::optional<Timestamp> to,
                               CoreListener* listener)
    : m_feed(setup.instruments, std::move(series), from, to)
{
    m_core = std::make_unique<TradingCore>(startingAt(std::move(setup), m_feed), listener);
    const CoreSetup& kept = m_core->setup();
    for (std::size_t i = 0; i < kept.engines.size(); ++i) {
        const EngineSetup& engine = kept.engines[i];
        m_engines.push_back(std::make_unique<StrategyEngine>(
            StrategyEngine::Setup{EngineId{static_cast<std::uint16_t>(i)}, engine.timeframe,
                                  engine.base},
            kept.instruments[engine.instrument.count()], *engine.strategy));
    }
    m_answers.resize(m_engines.size());
}

void BacktestRunner::reserve(std::size_t trades)
{
    m_equity.reserve(m_feed.total() + 2);
    m_core->ledger().reserve(trades);
}

BacktestResult BacktestRunner::run(const RunControl& control)
{
    record(m_core->now(), m_core->account().equity());
    std::size_t reported = 0;
    bool more = m_feed.next();
    while (more) {
        walk();
        more = glide();
        if (m_feed.done() - reported >= kBarsBetweenReports) {
            reported = m_feed.done();
            if (control.progress) {
                control.progress(m_feed.done(), m_feed.total());
            }
            if (control.cancel != nullptr && control.cancel->load(std::memory_order_relaxed)) {
                m_cancelled = true;
                break;
            }
        }
    }
    return result();
}

/// Walks the path of the bars that start together; the points before the close only where they
/// matter.
void BacktestRunner::walk()
{
    const auto slices = m_feed.slices();
    const Duration quarter{m_feed.interval().count() / 4};
    if (m_core->wantsPath(slices)) {
        for (const BarPoint point :
             {BarPoint::Open, BarPoint::FirstExtreme, BarPoint::SecondExtreme}) {
            const auto index = static_cast<std::size_t>(point);
            for (auto& slice : slices) {
                slice.point = point;
                slice.price = pathOf(*slice.bar, m_core->setup().path)[index];
            }
            exchange(m_core->onMarket(
                {m_feed.start() + quarter * static_cast<std::int64_t>(index), slices}));
        }
        for (auto& slice : slices) {
            slice.point = BarPoint::Close;
            slice.price = slice.bar->close;
        }
    }
    const Timestamp end = m_feed.start() + m_feed.interval();
    const auto steps = m_core->onMarket({end, slices});
    record(end, m_core->account().equity());
    m_inPosition = m_inPosition + (m_core->account().flat() ? Duration{} : m_feed.interval());
    exchange(steps);
}

/// Goes on over bars that change nothing but marks (QuietStretch), up to the next one that has to
/// be walked. Returns whether there is one.
bool BacktestRunner::glide()
{
    auto stretch = m_feed.series() == 1 ? m_core->quietStretch(m_feed.interval()) : std::nullopt;
    if (!stretch) {
        return m_feed.next();
    }
    m_answered = 0;
    bool quiet = true;
    while (quiet && m_answered == 0) {
        const auto ahead = m_feed.ahead();
        const auto some = ahead.first(std::min(ahead.size(), kBarsAhead));
        const auto bars = some.first(stretch->quiet(some));
        std::size_t taken = 0;
        answer(EngineId{0},
               [&] { return m_engines.front()->closeBars(stretch->step(), bars, taken); });
        record(bars.first(taken), *stretch);
        m_inPosition =
            m_inPosition
            + m_feed.interval() * (stretch->held() ? static_cast<std::int64_t>(taken) : 0);
        stretch->pass(bars.first(taken));
        m_feed.skip(taken);
        quiet = taken == some.size() && taken != 0;
    }
    m_core->resume(*stretch);
    if (m_answered != 0) {
        m_answers.front().seq = m_core->sequence();
        m_core->onAnswers(std::span{m_answers}.first(m_answered));
    }
    return m_feed.next();
}

void BacktestRunner::record(std::span<const ClosedBar> bars, const QuietStretch& stretch)
{
    const std::size_t before = m_equity.size();
    m_equity.resize(before + bars.size());
    EquityPoint* point = m_equity.data() + before; // there is a first point, that of the start
    for (const ClosedBar& bar : bars) {
        const EquityPoint next{bar.start + m_feed.interval(), stretch.equity(bar.close)};
        if (next.equity != point[-1].equity) {
            *point++ = next;
        }
    }
    m_equity.resize(static_cast<std::size_t>(point - m_equity.data()));
}

void BacktestRunner::exchange(std::span<const Step> steps)
{
    m_answered = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Step& step = steps[i];
        if (step.market != nullptr || !step.fills.empty()) {
            answer(step.engine, [&] { return m_engines[i]->step(step); });
        }
    }
    m_core->onAnswers(std::span{m_answers}.first(m_answered));
}

void BacktestRunner::note(EngineId engine, bool failed)
{
    Answer& answer = m_answers[m_answered];
    answer.seq = m_core->sequence();
    answer.engine = engine;
    answer.failed = failed;
    ++m_answered;
}

/// Notes what the engine answers, if it is anything.
template <typename Ask>
void BacktestRunner::answer(EngineId engine, const Ask& ask)
{
    try {
        const Decision decision = ask();
        if (!decision.empty()) {
            m_answers[m_answered].decision = decision;
            note(engine, false);
        }
    } catch (const std::exception&) {
        m_answers[m_answered].decision = Decision{};
        note(engine, true);
    }
}

BacktestResult BacktestRunner::result()
{
    const Account& account = m_core->account();
    BacktestResult result;
    result.balance = account.equity();
    result.startBalance = account.start();
    result.trades = m_core->ledger().takeClosed();
    for (const auto& book : account.books()) {
        result.fees += book.fees;
        result.funding += book.funding;
        if (auto open = m_core->ledger().marked(book.engine, book.openResult(), account.equity())) {
            open->exitReason = reasons::kStillOpen;
            result.openTrades.push_back(*open);
        }
        result.decisionDigests.push_back(m_core->decisionDigest(book.engine).text());
    }
    if (m_equity.back().time != m_core->now()) {
        m_equity.push_back({m_core->now(), account.equity()});
    }
    result.equity = std::move(m_equity);
    result.signals = m_core->signals();
    result.refusals = m_core->refusals();
    result.bars = m_feed.done();
    result.first = m_feed.first().value_or(m_core->now());
    result.last = m_core->now();
    result.inPosition = m_inPosition;
    result.sessionDigest = m_core->sessionDigest().text();
    const auto halts = m_core->halts().halts();
    result.halts.assign(halts.begin(), halts.end());
    result.cancelled = m_cancelled;
    return result;
}

} // namespace wick::core
