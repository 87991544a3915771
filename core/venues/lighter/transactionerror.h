#pragma once

#include <cstdint>
#include <string_view>

namespace wick::lighter {

/// Why the official signer would refuse a transaction.
enum class TransactionError : std::uint8_t
{
    TooManyAttributes,
    IntegratorAccountOutOfRange,
    IntegratorFeeOutOfRange,
    SkipNonceInvalid,
    CancelAllMarketOutOfRange,
    SelfTradeBehaviorOutOfRange,
    SelfTradeEqualityOutOfRange,
    FeesWithoutIntegrator,
    SelfTradeRuleWithFees,
    ReduceBothWithMasterAccount,
    AccountTooLow,
    AccountTooHigh,
    ApiKeyTooHigh,
    NonceTooLow,
    ExpiredAtInvalid,
    MarketInvalid,
    MarketsDiffer,
    ClientOrderIndexTooLow,
    ClientOrderIndexTooHigh,
    ClientOrderIndexTwice,
    OrderIndexTooLow,
    OrderIndexTooHigh,
    BaseAmountTooLow,
    BaseAmountTooHigh,
    BaseAmountsDiffer,
    BaseAmountNotNil,
    PriceTooLow,
    SideInvalid,
    TimeInForceInvalid,
    ReduceOnlyInvalid,
    OrderExpiryInvalid,
    OrderTypeInvalid,
    TriggerPriceInvalid,
    GroupSizeInvalid,
    GroupingTypeInvalid,
    CancelAllTimeInForceInvalid,
    CancelAllTimeNotNil,
    CancelAllTimeOutOfRange,
    CancelAllMarketScheduled,
    MarginModeInvalid,
    MarginFractionTooLow,
    MarginFractionTooHigh,
    AmountTooLow,
    AmountTooHigh,
    MarginDirectionInvalid,
};

/// The error in the words of the official signer.
[[nodiscard]] std::string_view describe(TransactionError error) noexcept;

} // namespace wick::lighter
