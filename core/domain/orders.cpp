#include "core/domain/orders.h"

namespace wick::core {

Result<Order, OrderError> Order::create(const Fields& fields)
{
    if (fields.side != Side::Buy && fields.side != Side::Sell) {
        return Failure{OrderError::NoSide};
    }
    if (fields.kind != OrderKind::Market && fields.kind != OrderKind::Limit
        && fields.kind != OrderKind::Stop)
    {
        return Failure{OrderError::NoKind};
    }
    if (fields.quantity.count() <= 0) {
        return Failure{OrderError::NonPositiveQuantity};
    }
    if (fields.price.count() <= 0 || fields.stop.count() <= 0) {
        return Failure{OrderError::NonPositivePrice};
    }
    return Order{fields};
}

} // namespace wick::core
