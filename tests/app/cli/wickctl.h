#pragma once

#include "tests/support/programs.h"

namespace wick::test {

/// Runs the command line that was built beside the tests.
inline Outcome wickctl(const QStringList& arguments)
{
    return run(QStringLiteral(WICKCTL), arguments);
}

} // namespace wick::test
