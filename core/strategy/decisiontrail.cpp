#include "core/strategy/decisiontrail.h"

#include <utility>

namespace wick::core {

TrailStrategy::TrailStrategy(std::shared_ptr<const Strategy> strategy,
                             TrailRange range,
                             std::vector<TrailStep>& trail)
    : m_strategy(std::move(strategy))
    , m_explaining(dynamic_cast<const Explaining*>(m_strategy.get()))
    , m_range(range)
    , m_trail(trail)
{}

const Description& TrailStrategy::describe() const noexcept
{
    return m_strategy->describe();
}

Memory TrailStrategy::start(const Instrument& instrument) const
{
    return m_strategy->start(instrument);
}

Decision TrailStrategy::onStep(const StrategyView& view, Memory& memory) const
{
    if (view.now < m_range.from || view.now > m_range.to) {
        return m_strategy->onStep(view, memory);
    }
    const Memory before = memory;
    Decision decision = m_strategy->onStep(view, memory);
    if (view.closed.empty() || (!view.barClosed && decision.empty())) {
        return decision;
    }
    TrailStep step;
    step.at = view.now;
    step.barClosed = view.barClosed;
    step.bar = view.closed.back();
    step.bars = view.closed.size();
    if (view.position != nullptr) {
        step.position = *view.position;
    }
    for (const OwnOrder& order : view.working) {
        step.working.push_back(order);
    }
    step.sinceOpen = view.sinceOpen;
    step.untilClose = view.untilClose;
    if (m_explaining != nullptr) {
        step.explanation = m_explaining->explain(view, before);
    }
    step.decision = decision;
    step.status = m_strategy->status(view.instrument, memory);
    m_trail.push_back(std::move(step));
    return decision;
}

void TrailStrategy::onFill(const OwnFill& fill, Memory& memory) const
{
    m_strategy->onFill(fill, memory);
    if (!m_trail.empty() && fill.time <= m_range.to) {
        m_trail.back().fills.push_back(fill);
    }
}

Status TrailStrategy::status(const Instrument& instrument, const Memory& memory) const
{
    return m_strategy->status(instrument, memory);
}

} // namespace wick::core
