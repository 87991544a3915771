#pragma once

#include "core/domain/orders.h"
#include "core/domain/units.h"

namespace wick::core {

/// Proof that one order passed every risk rule. Only RiskGate can make one, it cannot be copied,
/// and sending it consumes it, so an approval is spent at most once. It expires.
class ApprovedOrder
{
public:
    ApprovedOrder(const ApprovedOrder&) = delete;
    ApprovedOrder& operator=(const ApprovedOrder&) = delete;
    ApprovedOrder(ApprovedOrder&&) noexcept = default;
    ApprovedOrder& operator=(ApprovedOrder&&) noexcept = default;
    ~ApprovedOrder() = default;

    [[nodiscard]] const Order& order() const noexcept { return m_order; }
    [[nodiscard]] VerdictId verdict() const noexcept { return m_verdict; }
    /// The last moment at which it may be sent; equal is still valid.
    [[nodiscard]] Timestamp validUntil() const noexcept { return m_validUntil; }

private:
    friend class RiskGate;
    ApprovedOrder(const Order& order, VerdictId verdict, Timestamp validUntil) noexcept
        : m_order(order)
        , m_verdict(verdict)
        , m_validUntil(validUntil)
    {}

    Order m_order;
    VerdictId m_verdict;
    Timestamp m_validUntil;
};

} // namespace wick::core
