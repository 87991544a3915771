#include "app/desktop/adapters/runtrail.h"

#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/adapters/inspectionadapter.h"
#include "app/desktop/text/describe.h"
#include "core/base/unreachable.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Inspector)
};

QString inputWords(core::InputFault fault)
{
    switch (fault) {
    case core::InputFault::None:
        return {};
    case core::InputFault::NotWarm:
        return Words::tr("It is not warm yet.");
    case core::InputFault::NotFinite:
        return Words::tr("One of its numbers is undefined.");
    case core::InputFault::Stale:
        return Words::tr("Its book is too old.");
    }
    core::unreachable();
}

QString sideWord(core::Side side)
{
    return side == core::Side::Buy ? Words::tr("long") : Words::tr("short");
}

/// What the engine said at the moment of a step, and what its orders did up to the next one.
struct Aftermath
{
    const session::SignalStatus* judged = nullptr;
    QStringList orders;
    bool filled = false; ///< one of its orders, at least in part
    bool told = false;   ///< the strategy of that
};

QString eventWords(const core::OrderEvent& event, const core::Instrument& instrument)
{
    const QString time = clockText(millisecondsOf(event.time));
    const QString price = number(fixedOf(event.fill ? event.fill->price : event.price, instrument));
    QString what;
    switch (event.role) {
    case core::OrderRole::Entry:
        what = Words::tr("Entry");
        break;
    case core::OrderRole::Exit:
        what = Words::tr("Exit");
        break;
    case core::OrderRole::ProtectiveStop:
        what = Words::tr("Stop");
        break;
    case core::OrderRole::Target:
        what = Words::tr("Target");
        break;
    }
    switch (event.kind) {
    case core::OrderEventKind::Accepted:
        return Words::tr("%1  %2 at the venue, %3").arg(time, what, price);
    case core::OrderEventKind::PartlyFilled:
        return Words::tr("%1  %2 partly filled at %3").arg(time, what, price);
    case core::OrderEventKind::Filled:
        return Words::tr("%1  %2 filled at %3").arg(time, what, price);
    case core::OrderEventKind::Cancelled:
        return Words::tr("%1  %2 cancelled").arg(time, what);
    case core::OrderEventKind::Expired:
        return Words::tr("%1  %2 expired").arg(time, what);
    case core::OrderEventKind::Rejected:
        return Words::tr("%1  %2 rejected").arg(time, what);
    case core::OrderEventKind::Changed:
        return Words::tr("%1  %2 moved to %3").arg(time, what, price);
    }
    core::unreachable();
}

Aftermath aftermathOf(const RunTrail& trail,
                      std::size_t index,
                      const core::Instrument& instrument,
                      std::optional<core::Timestamp> known)
{
    const core::TrailStep& step = trail.steps[index];
    const core::Timestamp from = step.at;
    const core::Timestamp next =
        index + 1 < trail.steps.size() ? trail.steps[index + 1].at : trail.range.to;
    const auto isKnown = [&](core::Timestamp time) {
        return !known || time <= *known;
    };
    Aftermath after;
    for (const session::SignalStatus& signal : trail.story.signalLog) {
        if (signal.engine == core::EngineId{0} && signal.time == from) {
            after.judged = &signal;
        }
    }
    for (const core::OrderEvent& event : trail.story.orders) {
        if (event.engine == core::EngineId{0} && event.time >= from && event.time < next
            && isKnown(event.time))
        {
            after.orders.append(eventWords(event, instrument));
            after.filled = after.filled || event.fill.has_value();
        }
    }
    after.told = std::any_of(step.fills.begin(), step.fills.end(),
                             [&](const core::OwnFill& fill) { return isKnown(fill.time); });
    return after;
}

std::vector<InspectedFact> snapshotOf(const core::TrailStep& step,
                                      const core::Instrument& instrument)
{
    const auto price = [&](core::Price value) {
        return number(fixedOf(value, instrument));
    };
    std::vector<InspectedFact> facts{
        {Words::tr("Bar"),
         Words::tr("%1 UTC").arg(dayAndClockText(millisecondsOf(step.bar.start)))},
        {Words::tr("Open, high"), u"%1, %2"_s.arg(price(step.bar.open), price(step.bar.high))},
        {Words::tr("Low, close"), u"%1, %2"_s.arg(price(step.bar.low), price(step.bar.close))},
        {Words::tr("Closed bars it was shown"), QString::number(step.bars)}};
    constexpr core::Duration kHasHours = core::hours(24);
    if (step.untilClose < kHasHours) {
        facts.push_back({Words::tr("Since open, until close"),
                         u"%1, %2"_s.arg(durationText(core::toMilliseconds(step.sinceOpen)),
                                         durationText(core::toMilliseconds(step.untilClose)))});
    }
    if (step.position) {
        facts.push_back({Words::tr("Its position"),
                         Words::tr("%1 from %2")
                             .arg(sideWord(step.position->side), price(step.position->entry))});
        facts.push_back({Words::tr("Its stop"), price(step.position->stop)});
    } else {
        facts.push_back({Words::tr("Its position"), Words::tr("none")});
    }
    facts.push_back({Words::tr("Its orders at work"), QString::number(step.working.size())});
    return facts;
}

/// Why there was no trade, in one sentence; empty when there was a signal.
QString whyNone(const core::TrailStep& step)
{
    QStringList words;
    if (step.position) {
        words.append(Words::tr("It holds a position."));
    }
    if (step.explanation && step.explanation->inputs != core::InputFault::None) {
        words.append(inputWords(step.explanation->inputs));
    } else if (step.explanation) {
        words.append(translated(step.explanation->obstacle));
    }
    return words.join(u' ');
}

void addDecision(Inspection& inspection, const core::TrailStep& step, const Aftermath& after)
{
    QStringList words;
    for (const core::ExitRequest& exit : step.decision.exits) {
        words.append(translated(exit.reason.sentence));
    }
    for (const core::StopMove& move : step.decision.stopMoves) {
        words.append(translated(move.reason.sentence));
    }
    if (step.decision.cancelEntry) {
        words.append(translated(step.decision.cancelEntry->sentence));
    }
    if (step.decision.entry) {
        inspection.headline = step.decision.entry->side == core::Side::Buy
                                  ? Words::tr("Signal to buy")
                                  : Words::tr("Signal to sell");
        words.append(translated(step.decision.entry->reason.sentence));
        const bool sent = after.judged != nullptr && after.judged->sent;
        inspection.tone = sent ? Tone::Good : Tone::Danger;
        inspection.headline += sent ? Words::tr(", sent") : Words::tr(", refused");
        if (!sent && after.judged != nullptr) {
            words.append(translated(after.judged->refusal.sentence));
        }
    } else if (!step.decision.exits.empty()) {
        inspection.headline = Words::tr("Exit");
    } else if (!step.decision.stopMoves.empty()) {
        inspection.headline = Words::tr("Stop moved");
    } else if (step.decision.cancelEntry) {
        inspection.headline = Words::tr("Entry taken back");
    } else {
        inspection.headline = Words::tr("No decision");
        words.append(whyNone(step));
    }
    words.removeAll({});
    inspection.sentence = words.join(u' ');
}

std::vector<InspectedStage> stagesOf(const core::TrailStep& step, const Aftermath& after)
{
    const auto state = [](bool reached, bool passed) {
        return !reached ? StageState::NotReached : passed ? StageState::Passed : StageState::Failed;
    };
    const auto& explanation = step.explanation;
    const bool signal = step.decision.entry.has_value();
    const bool warm = signal || !explanation || explanation->inputs == core::InputFault::None;
    const bool judges = signal || (explanation && explanation->side.has_value());
    const session::SignalStatus* judged = after.judged;
    const bool sized = judged != nullptr && !judged->verdict.lines.empty();
    return {{Words::tr("Data"), StageState::Passed},
            {Words::tr("Features"), state(true, warm)},
            {Words::tr("Filters"), state(warm && judges, signal)},
            {Words::tr("Signal"), state(signal, true)},
            {Words::tr("Size"), state(signal && judged != nullptr, sized)},
            {Words::tr("Risk"), state(sized, sized && judged->verdict.approved())},
            {Words::tr("Order"), state(judged != nullptr && judged->sent, true)},
            {Words::tr("Fill"), state(after.filled, true)},
            {Words::tr("On fill"), state(after.told, true)}};
}

} // namespace

std::shared_ptr<const RunTrail> trailOf(const session::BacktestOutcome& outcome,
                                        const core::TrailRange& range)
{
    auto trail = std::make_shared<RunTrail>();
    trail->range = range;
    core::CoreSetup setup = outcome.setup;
    setup.engines.front().strategy =
        std::make_shared<core::TrailStrategy>(setup.engines.front().strategy, range, trail->steps);
    return runAgain(outcome, std::move(setup), &trail->story) ? trail : nullptr;
}

std::optional<std::size_t> stepAt(const RunTrail& trail, core::Timestamp moment)
{
    const auto after = std::upper_bound(
        trail.steps.begin(), trail.steps.end(), moment,
        [](core::Timestamp at, const core::TrailStep& step) { return at < step.at; });
    return after == trail.steps.begin()
               ? std::nullopt
               : std::optional{static_cast<std::size_t>(after - trail.steps.begin()) - 1};
}

std::optional<std::size_t>
stepOfBar(const RunTrail& trail, core::Timestamp inBar, core::Duration timeframe)
{
    const auto found =
        std::find_if(trail.steps.begin(), trail.steps.end(), [&](const core::TrailStep& step) {
            return step.barClosed && step.bar.start + timeframe > inBar;
        });
    return found == trail.steps.end()
               ? std::nullopt
               : std::optional{static_cast<std::size_t>(found - trail.steps.begin())};
}

Inspection inspectionOf(const RunTrail& trail,
                        std::size_t index,
                        const core::Instrument& instrument,
                        std::optional<core::Timestamp> known)
{
    const core::TrailStep& step = trail.steps[index];
    const Aftermath after = aftermathOf(trail, index, instrument, known);
    Inspection inspection;
    inspection.id = core::toMilliseconds(step.at);
    inspection.when = Words::tr("%1 UTC").arg(dayAndClockText(millisecondsOf(step.at)));
    inspection.market = text(instrument.symbol());
    if (!step.barClosed) {
        inspection.market += Words::tr(", within a bar");
    }
    addDecision(inspection, step, after);
    inspection.stages = stagesOf(step, after);
    if (step.explanation) {
        for (const core::Component& component : step.explanation->filters) {
            inspection.filters.push_back(filterOf(component));
        }
    } else if (step.decision.entry) {
        for (const core::Component& component : step.decision.entry->components) {
            inspection.filters.push_back(filterOf(component));
        }
    }
    if (after.judged != nullptr) {
        for (const core::VerdictLine& line : after.judged->verdict.lines) {
            if (line.rule != nullptr) {
                inspection.rules.push_back(ruleOf(line, instrument));
            }
        }
    }
    inspection.snapshot = snapshotOf(step, instrument);
    inspection.state = statusSentence(step.status, instrument);
    inspection.orders = after.orders;
    return inspection;
}

} // namespace wick::desktop
