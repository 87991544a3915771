#pragma once

#include "app/desktop/theme/theme.h"

#include <QString>
#include <QStringList>
#include <QtGlobal>

#include <vector>

namespace wick::desktop {

/// One figure of a run under the limits in force and under those typed.
struct DryRunLine
{
    QString name;
    QString now;
    QString with;
    Tone nowTone = Tone::Primary;
    Tone withTone = Tone::Primary;

    friend bool operator==(const DryRunLine&, const DryRunLine&) = default;
};

struct DryRunPoint
{
    qint64 timeMs = 0;
    double equity = 0.0; ///< USDC

    friend bool operator==(const DryRunPoint&, const DryRunPoint&) = default;
};

/// What limits that are typed would have made of a run.
struct DryRunSummary
{
    QString over;    ///< "the last 14 days, 3 engines"
    QString changes; ///< "9 blocked, 3 smaller": a sentence for what differs
    QString took;    ///< "51,840 bars in 5 ms", or how far it is
    std::vector<DryRunLine> lines;
    QStringList trades; ///< each trade that differs, as a line
    std::vector<DryRunPoint> now;
    std::vector<DryRunPoint> with;
    bool differs = false;

    friend bool operator==(const DryRunSummary&, const DryRunSummary&) = default;
};

} // namespace wick::desktop
