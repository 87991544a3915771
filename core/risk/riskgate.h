#pragma once

#include "core/base/clock.h"
#include "core/risk/approvedorder.h"
#include "core/risk/riskrule.h"

#include <memory>
#include <optional>
#include <vector>

namespace wick::core {

/// What a review came to. `approved` is there only when every line of the verdict passed.
struct Review
{
    Verdict verdict;
    std::optional<ApprovedOrder> approved;
};

using RuleSet = std::vector<std::unique_ptr<const RiskRule>>;

/// The one door every entry goes through. It evaluates every rule and returns what each found.
class RiskGate
{
public:
    /// `clock` is market time; an approval may be sent for `lifetime` after its review.
    RiskGate(const Clock& clock, RuleSet rules, Duration lifetime);

    /// Judges the intent against the account as it stands. Refuses when it holds no
    /// rules, or more than a verdict has lines for.
    [[nodiscard]] Review review(const OrderIntent& intent, const AccountView& account);

    [[nodiscard]] const RuleSet& rules() const noexcept { return m_rules; }

private:
    const Clock& m_clock;
    RuleSet m_rules;
    /// A rule with what it says about itself, asked once.
    struct Listed
    {
        const RiskRule* rule = nullptr;
        const RuleInfo* info = nullptr;
    };
    std::vector<Listed> m_listed;
    Duration m_lifetime;
    std::uint64_t m_reviews = 0;
};

/// All rules of this version, in the order of the verdict: one line of registration each.
[[nodiscard]] RuleSet standardRules();

} // namespace wick::core
