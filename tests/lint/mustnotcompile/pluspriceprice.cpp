#include "core/domain/units.h"

// A price plus a price means nothing; a price minus a price is a difference.
using namespace wick::core;

PriceDelta difference(Price a, Price b)
{
    return a - b;
}

#ifdef WICK_FORBIDDEN
Price sum(Price a, Price b)
{
    return a + b;
}
#endif
