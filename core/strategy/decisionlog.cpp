#include "core/strategy/decisionlog.h"

#include <utility>

namespace wick::core {

std::string decisionText(Timestamp at, const Decision& decision)
{
    std::string text = std::to_string(toMilliseconds(at));
    const auto add = [&text](std::string_view name, std::int64_t value) {
        text.append(" ").append(name).append(" ").append(std::to_string(value));
    };
    if (decision.cancelEntry) {
        text.append(" cancel ").append(decision.cancelEntry->token);
    }
    for (const auto& exit : decision.exits) {
        text.append(" exit ").append(exit.reason.token);
    }
    for (const auto& move : decision.stopMoves) {
        add("stop to", move.stop.count());
    }
    if (decision.entry) {
        const Signal& signal = *decision.entry;
        text.append(" ").append(signal.reason.token);
        add(signal.side == Side::Buy ? "buy" : "sell", signal.price.count());
        add("stop", signal.stop.value_or(Price{}).count());
        add("target", signal.target.value_or(Price{}).count());
        add("until", toMilliseconds(signal.expiry));
        text.append(" strength ").append(std::to_string(signal.strength));
    }
    return text;
}

RecordingStrategy::RecordingStrategy(std::shared_ptr<const Strategy> strategy,
                                     std::vector<DecisionRecord>& log)
    : m_strategy(std::move(strategy))
    , m_log(log)
{}

const Description& RecordingStrategy::describe() const noexcept
{
    return m_strategy->describe();
}

Memory RecordingStrategy::start(const Instrument& instrument) const
{
    return m_strategy->start(instrument);
}

Decision RecordingStrategy::onStep(const StrategyView& view, Memory& memory) const
{
    Decision decision = m_strategy->onStep(view, memory);
    if (!decision.empty()) {
        m_log.push_back({view.now, decisionText(view.now, decision)});
    }
    return decision;
}

void RecordingStrategy::onFill(const OwnFill& fill, Memory& memory) const
{
    m_strategy->onFill(fill, memory);
}

Status RecordingStrategy::status(const Instrument& instrument, const Memory& memory) const
{
    return m_strategy->status(instrument, memory);
}

} // namespace wick::core
