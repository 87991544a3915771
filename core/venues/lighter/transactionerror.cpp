#include "core/venues/lighter/transactionerror.h"

#include "core/base/unreachable.h"

namespace wick::lighter {

std::string_view describe(TransactionError error) noexcept
{
    switch (error) {
    case TransactionError::TooManyAttributes:
        return "Too many attributes, should not be larger than 4";
    case TransactionError::IntegratorAccountOutOfRange:
        return "IntegratorAccountIndex is in invalid range";
    case TransactionError::IntegratorFeeOutOfRange:
        return "Integrator fees are in invalid range";
    case TransactionError::SkipNonceInvalid:
        return "Nonce skip attribute is invalid";
    case TransactionError::CancelAllMarketOutOfRange:
        return "Cancel all for market index attribute is in invalid range";
    case TransactionError::SelfTradeBehaviorOutOfRange:
        return "SelfTradeBehaviorMode is in invalid range";
    case TransactionError::SelfTradeEqualityOutOfRange:
        return "SelfTradeEqualityMode is in invalid range";
    case TransactionError::FeesWithoutIntegrator:
        return "IntegratorAccountIndex should be non-zero when integrator taker fee or maker fee "
               "is "
               "non-zero";
    case TransactionError::SelfTradeRuleWithFees:
        return "Self-trade specification isn't allowed with integrator fees";
    case TransactionError::ReduceBothWithMasterAccount:
        return "Reduce self-trade behavior mode isn't allowed with master account index equality "
               "mode";
    case TransactionError::AccountTooLow:
        return "AccountIndex should not be less than -1";
    case TransactionError::AccountTooHigh:
        return "AccountIndex should not be larger than 281474976710654";
    case TransactionError::ApiKeyTooHigh:
        return "ApiKeyIndex should not be larger than 254";
    case TransactionError::NonceTooLow:
        return "AccountNonce should not be less than 0";
    case TransactionError::ExpiredAtInvalid:
        return "ExpiredAt is invalid";
    case TransactionError::MarketInvalid:
        return "MarketIndex is not valid";
    case TransactionError::MarketsDiffer:
        return "MarketIndex should match the market index of the order";
    case TransactionError::ClientOrderIndexTooLow:
        return "ClientOrderIndex should not be less than 1";
    case TransactionError::ClientOrderIndexTooHigh:
        return "ClientOrderIndex should not be larger than 281474976710655";
    case TransactionError::ClientOrderIndexTwice:
        return "ClientOrderIndex should be unique within the group";
    case TransactionError::OrderIndexTooLow:
        return "OrderIndex should not be less than 281474976710656";
    case TransactionError::OrderIndexTooHigh:
        return "OrderIndex should not be larger than 1152921504606846975";
    case TransactionError::BaseAmountTooLow:
        return "BaseAmount should not be less than 1";
    case TransactionError::BaseAmountTooHigh:
        return "BaseAmount should not be larger than 281474976710655";
    case TransactionError::BaseAmountsDiffer:
        return "BaseAmounts should be equal";
    case TransactionError::BaseAmountNotNil:
        return "BaseAmount should be nil";
    case TransactionError::PriceTooLow:
        return "OrderPrice should not be less than 1";
    case TransactionError::SideInvalid:
        return "IsAsk should be 0 or 1";
    case TransactionError::TimeInForceInvalid:
        return "OrderTimeInForce is not valid";
    case TransactionError::ReduceOnlyInvalid:
        return "ReduceOnly is invalid";
    case TransactionError::OrderExpiryInvalid:
        return "OrderExpiry is invalid";
    case TransactionError::OrderTypeInvalid:
        return "OrderType is not valid";
    case TransactionError::TriggerPriceInvalid:
        return "TriggerPrice is invalid";
    case TransactionError::GroupSizeInvalid:
        return "OrderGroupSize is not valid";
    case TransactionError::GroupingTypeInvalid:
        return "GroupingType is not valid";
    case TransactionError::CancelAllTimeInForceInvalid:
        return "CancelAllTimeInForce is invalid";
    case TransactionError::CancelAllTimeNotNil:
        return "CancelAllTime should be nil";
    case TransactionError::CancelAllTimeOutOfRange:
        return "CancelAllTime should be larger than 0 and not larger than 9223372036854775807";
    case TransactionError::CancelAllMarketScheduled:
        return "Cancel all for market index can't be scheduled, TimeInforce must be "
               "ImmediateCancelAll";
    case TransactionError::MarginModeInvalid:
        return "MarginMode is not valid";
    case TransactionError::MarginFractionTooLow:
        return "InitialMarginFraction should not be less than 0";
    case TransactionError::MarginFractionTooHigh:
        return "InitialMarginFraction should not be larger than 10000";
    case TransactionError::AmountTooLow:
        return "TransferAmount should be larger than 1";
    case TransactionError::AmountTooHigh:
        return "TransferAmount should not be larger than 1152921504606846975";
    case TransactionError::MarginDirectionInvalid:
        return "Margin movement direction is not valid";
    }
    core::unreachable();
}

} // namespace wick::lighter
