#pragma once

#include "core/strategy/strategy.h"

#include <memory>
#include <string>
#include <vector>

namespace wick::core {

/// All that a decision says, as text; two equal texts are equal decisions.
[[nodiscard]] std::string decisionText(Timestamp at, const Decision& decision);

struct DecisionRecord
{
    Timestamp at;
    std::string text;

    friend bool operator==(const DecisionRecord&, const DecisionRecord&) = default;
};

/// Passes everything on to a strategy and writes down what it decided; empty decisions are left
/// out. For checks of strategies: the record grows with the run.
class RecordingStrategy final : public Strategy
{
public:
    /// `log` must outlive the strategy.
    RecordingStrategy(std::shared_ptr<const Strategy> strategy, std::vector<DecisionRecord>& log);

    [[nodiscard]] const Description& describe() const noexcept override;
    [[nodiscard]] Memory start(const Instrument& instrument) const override;
    [[nodiscard]] Decision onStep(const StrategyView& view, Memory& memory) const override;
    void onFill(const OwnFill& fill, Memory& memory) const override;
    [[nodiscard]] Status status(const Instrument& instrument, const Memory& memory) const override;

private:
    std::shared_ptr<const Strategy> m_strategy;
    std::vector<DecisionRecord>& m_log;
};

} // namespace wick::core
