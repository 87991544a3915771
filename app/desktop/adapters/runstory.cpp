#include "app/desktop/adapters/runstory.h"

#include "core/base/unreachable.h"

#include <algorithm>
#include <map>

namespace wick::desktop {

namespace {

class Writer final : public core::CoreListener
{
public:
    explicit Writer(RunStory& story)
        : m_story(story)
    {}

    void onSignal(const core::SignalRecord& record) override
    {
        session::SignalStatus signal;
        signal.id = m_story.signalLog.size() + 1;
        signal.time = record.time;
        signal.engine = record.engine;
        signal.instrument = record.instrument;
        signal.side = record.signal.side;
        signal.price = record.reference;
        signal.strength = record.signal.strength;
        signal.sent = record.order.count() != 0;
        signal.reason = record.signal.reason;
        signal.refusal = record.outcome;
        signal.components.assign(record.signal.components.begin(), record.signal.components.end());
        if (record.verdict != nullptr) {
            signal.verdict = *record.verdict;
        }
        m_story.signalLog.push_back(std::move(signal));
    }

    void onOrder(const core::OrderEvent& event) override { m_story.orders.push_back(event); }

private:
    RunStory& m_story;
};

bool isOver(core::OrderEventKind kind)
{
    switch (kind) {
    case core::OrderEventKind::Accepted:
    case core::OrderEventKind::PartlyFilled:
    case core::OrderEventKind::Changed:
        return false;
    case core::OrderEventKind::Filled:
    case core::OrderEventKind::Cancelled:
    case core::OrderEventKind::Expired:
    case core::OrderEventKind::Rejected:
        return true;
    }
    core::unreachable();
}

/// One engine's position as its fills make it.
struct Held
{
    session::PositionStatus position;
    core::Int128 entrySum = 0;

    void take(const core::Fill& fill)
    {
        if (fill.role == core::OrderRole::Entry) {
            if (position.quantity.count() == 0) {
                position.side = fill.side;
                position.openedAt = fill.time;
            }
            position.quantity = position.quantity + fill.quantity;
            entrySum += static_cast<core::Int128>(fill.price.count()) * fill.quantity.count();
            position.entry =
                core::Price{static_cast<std::int64_t>(entrySum / position.quantity.count())};
            return;
        }
        const auto left = position.quantity.count() - fill.quantity.count();
        if (left <= 0) {
            const auto engine = position.engine;
            const auto instrument = position.instrument;
            *this = {};
            position.engine = engine;
            position.instrument = instrument;
            return;
        }
        // What is left was entered at the same average.
        entrySum = entrySum * left / position.quantity.count();
        position.quantity = core::Quantity{left};
    }
};

} // namespace

bool runAgain(const session::BacktestOutcome& outcome, core::CoreSetup setup, RunStory* story)
{
    std::vector<core::BarSeries> series;
    for (const session::PreparedSeries& each : outcome.series) {
        series.push_back({each.instrument, each.candles.columns});
    }
    std::optional<Writer> writer;
    if (story != nullptr) {
        writer.emplace(*story);
    }
    core::BacktestRunner runner{std::move(setup), std::move(series), outcome.result.first,
                                outcome.result.last, writer ? &*writer : nullptr};
    return runner.run().sessionDigest == outcome.result.sessionDigest;
}

std::shared_ptr<const RunStory> tellAgain(const session::BacktestOutcome& outcome)
{
    auto story = std::make_shared<RunStory>();
    return runAgain(outcome, outcome.setup, story.get()) ? story : nullptr;
}

Standing standingAt(const RunStory& story,
                    std::span<const core::Instrument> instruments,
                    core::Timestamp moment)
{
    std::map<core::EngineId, Held> held;
    std::map<core::OrderId, core::OrderEvent> resting;
    for (const core::OrderEvent& event : story.orders) {
        if (event.time > moment) {
            break;
        }
        Held& engine = held[event.engine];
        engine.position.engine = event.engine;
        engine.position.instrument = event.instrument;
        if (event.fill) {
            engine.take(*event.fill);
        }
        const bool over = isOver(event.kind);
        switch (event.role) {
        case core::OrderRole::Entry:
            if (over) {
                resting.erase(event.order);
            } else if (event.orderKind != core::OrderKind::Market) {
                resting.insert_or_assign(event.order, event);
            }
            break;
        case core::OrderRole::Exit:
            break;
        case core::OrderRole::ProtectiveStop:
            engine.position.stop = over ? std::nullopt : std::optional{event.price};
            break;
        case core::OrderRole::Target:
            engine.position.target = over ? std::nullopt : std::optional{event.price};
            break;
        }
    }
    Standing standing;
    for (auto& [id, engine] : held) {
        session::PositionStatus& position = engine.position;
        if (position.quantity.count() != 0) {
            const core::Instrument& instrument = instruments[position.instrument.count()];
            position.mark = position.entry;
            if (position.stop) {
                const std::int64_t lots = position.quantity.count() * core::sign(position.side);
                position.atRisk = instrument.notional(lots, position.entry)
                                  - instrument.notional(lots, *position.stop);
            }
            standing.positions.push_back(position);
        }
    }
    for (const auto& [id, event] : resting) {
        standing.resting.push_back(event);
    }
    return standing;
}

} // namespace wick::desktop
