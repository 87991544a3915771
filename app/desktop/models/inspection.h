#pragma once

#include "app/desktop/theme/theme.h"

#include <QString>
#include <QStringList>
#include <QtGlobal>

#include <cstdint>
#include <vector>

namespace wick::desktop {

enum class StageState : std::uint8_t
{
    Passed,
    Failed,
    NotReached
};

/// One stop on a decision's way from data to order.
struct InspectedStage
{
    QString name;
    StageState state = StageState::NotReached;

    friend bool operator==(const InspectedStage&, const InspectedStage&) = default;
};

/// A condition of the strategy: what it was and what it had to be.
struct InspectedFilter
{
    QString name;
    QString value;
    QString need;
    double score = 0.0; ///< 0 to 1, 0.5 at the threshold

    [[nodiscard]] bool passed() const noexcept { return score >= 0.5; }
    friend bool operator==(const InspectedFilter&, const InspectedFilter&) = default;
};

/// A risk rule: what the order would have made of it, its limit, and the room between.
struct InspectedRule
{
    QString name;
    QString wouldBe;
    QString limit;
    QString room;
    bool passed = true;

    friend bool operator==(const InspectedRule&, const InspectedRule&) = default;
};

/// Something the strategy was told.
struct InspectedFact
{
    QString name;
    QString value;

    friend bool operator==(const InspectedFact&, const InspectedFact&) = default;
};

/// One decision, explained.
struct Inspection
{
    qint64 id = 0; ///< of the signal; 0: nothing to show
    QString when;
    QString market;
    QString headline;
    QString sentence;
    Tone tone = Tone::Secondary;
    std::vector<InspectedStage> stages;
    std::vector<InspectedFilter> filters;
    std::vector<InspectedRule> rules;
    std::vector<InspectedFact> snapshot; ///< what it saw, where that was kept
    QString state;                       ///< what it waits for after it
    QStringList orders;                  ///< what its orders did until the next step
    QString ifTaken; ///< of a refusal: what it would have come to, hypothetical

    friend bool operator==(const Inspection&, const Inspection&) = default;
};

} // namespace wick::desktop
