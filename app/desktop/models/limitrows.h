#pragma once

#include <QString>
#include <QStringList>
#include <QtGlobal>

#include <vector>

namespace wick::desktop {

/// One risk limit as the editor shows it. All numbers are in the unit a person types.
struct LimitRow
{
    QString key;
    QString group;
    QString title;
    QString help;
    QString unit;  ///< "% of equity", "USDC"; behind the number in the field
    QString value; ///< in force, as text; "none" where there is no limit
    double low = 0.0;
    double high = 0.0;
    int decimals = 0; ///< most that may be typed
    bool mayBeNone = false;
    bool higherIsRiskier = true;
    QStringList choices; ///< instead of a number; `value` is one of them

    QString useActual; ///< how much is used now; empty when that has no meaning
    double useNumber = 0.0;

    double moneyFactor = 0.0; ///< USDC a unit of the value; 0 when it has none
    QString consequence;      ///< "%1 would allow a loss of %2 USDC a day."

    friend bool operator==(const LimitRow&, const LimitRow&) = default;
};

/// A limit that a person changed: key and new text.
struct LimitChange
{
    QString key;
    QString value;

    friend bool operator==(const LimitChange&, const LimitChange&) = default;
};

/// One stored version of the limits.
struct LimitVersion
{
    int number = 0;
    qint64 savedMs = 0;
    QString note;

    friend bool operator==(const LimitVersion&, const LimitVersion&) = default;
};

/// One line of a verdict as the preview shows it.
struct VerdictRow
{
    QString rule;
    QString words; ///< "22.89 of 25.06 USDC"
    bool passed = true;

    friend bool operator==(const VerdictRow&, const VerdictRow&) = default;
};

/// The last order that came to a review.
struct VerdictPreview
{
    QString order; ///< "Momentum, ETH-PERP ▲ Long, 11:10"
    bool allowed = true;
    QString sentence; ///< "Allowed: 4.5358 ETH"
    std::vector<VerdictRow> rows;

    friend bool operator==(const VerdictPreview&, const VerdictPreview&) = default;
};

} // namespace wick::desktop
