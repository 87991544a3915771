#include "app/desktop/adapters/inspectionadapter.h"

#include "app/desktop/adapters/corevalues.h"
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

std::vector<InspectedStage> stagesOf(const session::SignalStatus& signal, bool filters)
{
    const bool judged = !signal.verdict.lines.empty();
    const auto failed = [&](std::string_view name) {
        return std::any_of(signal.verdict.lines.begin(), signal.verdict.lines.end(),
                           [name](const core::VerdictLine& line) {
                               return line.rule != nullptr && line.rule->name == name
                                      && !line.result.passed;
                           });
    };
    const auto state = [](bool reached, bool passed) {
        return !reached ? StageState::NotReached
                        : (passed ? StageState::Passed : StageState::Failed);
    };
    // The rule of form is the one that a size of nothing fails.
    const bool sized = judged && !failed("well_formed");
    return {{Words::tr("Data"), state(judged || signal.sent, !failed("stale_ms"))},
            {Words::tr("Filters"), state(filters, true)},
            {Words::tr("Signal"), StageState::Passed},
            {Words::tr("Size"), state(judged, sized)},
            {Words::tr("Risk"), state(judged, signal.verdict.approved())},
            {Words::tr("Order"), state(signal.sent, true)}};
}

QString ghostWords(const core::Ghost& ghost)
{
    switch (ghost.state) {
    case core::GhostState::Waiting:
        return Words::tr("Had it been sent, its entry would still be waiting. Hypothetical.");
    case core::GhostState::Open:
        return Words::tr(
                   "Had it been sent, with the same fill model: %1 USDC so far. Hypothetical, "
                   "by its first stop and target alone.")
            .arg(signedMoney(fixedOf(ghost.net)));
    case core::GhostState::Closed:
        return Words::tr("Had it been sent, with the same fill model: %1 USDC, ended %2. "
                         "Hypothetical, by its first stop and target alone.")
            .arg(signedMoney(fixedOf(ghost.net)), clockText(millisecondsOf(ghost.exitTime)));
    case core::GhostState::NeverFilled:
        return Words::tr("Had it been sent, its entry would not have been filled. Hypothetical.");
    case core::GhostState::NotFollowed:
        return Words::tr("What it would have come to was not followed.");
    }
    core::unreachable();
}

} // namespace

InspectedRule ruleOf(const core::VerdictLine& line, const core::Instrument& market)
{
    InspectedRule rule;
    rule.name = translated(line.rule->title);
    rule.passed = line.result.passed;
    if (line.rule->unit == core::RuleUnit::None) {
        rule.wouldBe = line.result.passed ? Words::tr("yes") : Words::tr("no");
        rule.limit = missingText();
        rule.room = missingText();
        return rule;
    }
    rule.wouldBe = line.result.actual == core::kNoLimit
                       ? Words::tr("far")
                       : ruleNumber(line.rule->unit, line.result.actual, market);
    rule.limit = ruleNumber(line.rule->unit, line.result.limit, market);
    const bool counts = line.result.limit != core::kNoLimit && line.result.actual != core::kNoLimit
                        && line.rule->unit != core::RuleUnit::PriceUnits;
    rule.room = counts ? ruleNumber(line.rule->unit, line.headroom(), market) : missingText();
    // The unit stands once, behind the limit.
    const QString unit = u' ' + rule.limit.section(u' ', 1);
    for (QString* number : {&rule.wouldBe, &rule.room}) {
        if (rule.limit.contains(u' ') && number->endsWith(unit)) {
            number->chop(unit.size());
        }
    }
    return rule;
}

InspectedFilter filterOf(const core::Component& component)
{
    const bool above = (component.value >= component.need) == (component.score >= 0.5);
    QString name = translated(component.name);
    constexpr qsizetype kShort = 3; // "adx" is no word
    if (name.size() <= kShort) {
        name = name.toUpper();
    } else {
        name[0] = name[0].toUpper();
    }
    const QString need = number(component.need, 2);
    return {name, number(component.value, 2),
            above ? Words::tr("%1 or more").arg(need) : Words::tr("%1 or less").arg(need),
            component.score};
}

const core::Ghost* ghostOf(const session::Snapshot& snapshot, const session::SignalStatus& signal)
{
    const auto found = std::find_if(
        snapshot.ghosts.rbegin(), snapshot.ghosts.rend(), [&](const core::Ghost& ghost) {
            return ghost.time == signal.time && ghost.engine == signal.engine;
        });
    return signal.sent || found == snapshot.ghosts.rend() ? nullptr : &*found;
}

Inspection inspectionOf(const session::Snapshot& snapshot, const session::SignalStatus& signal)
{
    const core::Instrument& market = (*snapshot.instruments)[signal.instrument.count()];
    Inspection inspection;
    inspection.id = static_cast<qint64>(signal.id);
    inspection.when = Words::tr("%1 UTC").arg(dayAndClockText(millisecondsOf(signal.time)));
    inspection.market = text(market.symbol());
    for (const core::Component& component : signal.components) {
        inspection.filters.push_back(filterOf(component));
    }
    std::size_t failures = 0;
    for (const core::VerdictLine& line : signal.verdict.lines) {
        if (line.rule != nullptr) {
            inspection.rules.push_back(ruleOf(line, market));
            failures += line.result.passed ? 0U : 1U;
        }
    }
    const QString what =
        signal.side == core::Side::Buy ? Words::tr("Signal to buy") : Words::tr("Signal to sell");
    const QString strength =
        Words::tr("%1 Strength %2.")
            .arg(translated(signal.reason.sentence), number(signal.strength, 2));
    if (signal.sent) {
        inspection.headline = Words::tr("%1, sent").arg(what);
        inspection.sentence =
            Words::tr("%1 All %2 rules passed.").arg(strength).arg(inspection.rules.size());
        inspection.tone = Tone::Good;
    } else {
        inspection.headline =
            failures == 0   ? Words::tr("%1, not sent").arg(what)
            : failures == 1 ? Words::tr("%1, refused by one risk rule").arg(what)
                            : Words::tr("%1, refused by %2 risk rules").arg(what).arg(failures);
        inspection.sentence =
            Words::tr("%1 Refused: %2.").arg(strength, refusalWords(signal, market));
        if (const core::Ghost* ghost = ghostOf(snapshot, signal)) {
            inspection.ifTaken = ghostWords(*ghost);
        }
    }
    inspection.stages = stagesOf(signal, !inspection.filters.empty());
    return inspection;
}

} // namespace wick::desktop
