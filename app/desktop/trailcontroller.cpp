#include "app/desktop/trailcontroller.h"

#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/views/inspectorpanel.h"
#include "core/base/unreachable.h"

#include <algorithm>
#include <utility>

namespace wick::desktop {

TrailController::TrailController(InspectorPanel& panel, QObject* parent)
    : QObject(parent)
    , m_panel(panel)
{
    connect(&panel, &InspectorPanel::stepRequested, this, &TrailController::step);
    connect(&panel, &InspectorPanel::nextRefusalRequested, this, &TrailController::showNextSignal);
}

void TrailController::setRun(std::shared_ptr<const BacktestRun> run)
{
    m_run = std::move(run);
    m_trail.reset();
    m_known.reset();
    m_shown.reset();
    m_asked = false;
    m_refused = false;
    m_panel.setNothing(tr("No bar chosen"), tr("Click a bar of the chart, or step."));
}

void TrailController::setKnown(std::optional<core::Timestamp> moment)
{
    m_known = moment;
}

void TrailController::showBar(core::Timestamp inBar)
{
    look({Where::Bar, inBar});
}

void TrailController::showMoment(core::Timestamp moment)
{
    look({Where::Moment, moment});
}

void TrailController::step(int direction)
{
    if (m_run != nullptr) {
        const Where where = direction < 0 ? Where::Before : Where::After;
        look({where, m_shown ? m_shown->at : m_run->outcome.result.first});
    }
}

void TrailController::showNextSignal()
{
    if (!m_shown) {
        step(1);
        return;
    }
    const auto& log = m_trail->story.signalLog;
    const auto next =
        std::find_if(log.begin(), log.end(), [this](const session::SignalStatus& signal) {
            return signal.engine == core::EngineId{0} && signal.time > m_shown->at;
        });
    if (next != log.end() && (!m_known || next->time <= *m_known)) {
        look({Where::Moment, next->time});
    }
}

void TrailController::take(const std::shared_ptr<const BacktestRun>& run,
                           const std::shared_ptr<const RunTrail>& trail)
{
    if (run != m_run) {
        return;
    }
    m_asked = false;
    if (trail == nullptr) {
        m_refused = true;
        m_shown.reset();
        m_panel.setNothing(tr("This run did not repeat itself"),
                           tr("Made again it came to another result. What it would show here "
                              "would not be what the strategy saw."));
        return;
    }
    m_trail = trail;
    look(m_wish);
}

/// Shows what is wished for, or asks for the stretch around it; once, then there is nothing.
void TrailController::look(Wish wish)
{
    if (m_run == nullptr || m_refused) {
        return;
    }
    m_wish = wish;
    if (const auto index = find(wish)) {
        show(*index);
        return;
    }
    const core::TrailRange around = rangeAround(wish.at);
    const bool had = m_trail != nullptr && m_trail->range == around;
    if (m_asked || had) {
        if (had && !m_shown) {
            m_panel.setNothing(tr("No step there"),
                               tr("No bar of the strategy's timeframe had closed."));
        }
        return;
    }
    m_asked = true;
    if (!m_shown) {
        m_panel.setNothing(tr("Making the run again"),
                           tr("What the strategy saw is worked out anew."));
    }
    Q_EMIT followRequested(m_run, around);
}

std::optional<std::size_t> TrailController::find(const Wish& wish) const
{
    if (m_trail == nullptr || wish.at < m_trail->range.from || wish.at > m_trail->range.to) {
        return {};
    }
    switch (wish.where) {
    case Where::Bar:
        return stepOfBar(*m_trail, wish.at, m_run->outcome.setup.engines.front().timeframe);
    case Where::Moment:
        return stepAt(*m_trail, wish.at);
    case Where::Before:
        return stepAt(*m_trail, wish.at - core::Duration{1});
    case Where::After: {
        const auto last = stepAt(*m_trail, wish.at);
        const std::size_t next = last ? *last + 1 : 0;
        return next < m_trail->steps.size() ? std::optional{next} : std::nullopt;
    }
    }
    core::unreachable();
}

/// Wide enough to walk in, and to reach over the weekend of a market with hours.
core::TrailRange TrailController::rangeAround(core::Timestamp at) const
{
    constexpr std::int64_t kBars = 1'000;
    const core::Duration reach =
        std::max(m_run->outcome.setup.engines.front().timeframe * kBars, core::days(4));
    return {at - reach, at + reach};
}

void TrailController::show(std::size_t index)
{
    const core::TrailStep& step = m_trail->steps[index];
    if (m_known && step.at > *m_known) {
        if (m_wish.where == Where::After) {
            Q_EMIT laterRequested();
        } else {
            showMoment(*m_known);
        }
        return;
    }
    m_shown = step;
    const auto& outcome = m_run->outcome;
    const core::Instrument& instrument =
        outcome.setup.instruments[outcome.setup.engines.front().instrument.count()];
    m_panel.setInspection(inspectionOf(*m_trail, index, instrument, m_known));
    Q_EMIT stepShown(core::toMilliseconds(step.bar.start));
}

} // namespace wick::desktop
