#pragma once

#include "app/desktop/theme/theme.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace wick::desktop {

enum class FieldKind : std::uint8_t
{
    Integer,
    Number,
    Choice,
    Flag,
};

/// One value of a field that is a choice.
struct FieldChoice
{
    QString token; ///< as on the command line
    QString label; ///< for people

    friend bool operator==(const FieldChoice&, const FieldChoice&) = default;
};

/// One parameter as the set-up form shows it, generated from a strategy's declaration.
struct ParameterField
{
    QString name;  ///< as on the command line
    QString label; ///< for people
    FieldKind kind = FieldKind::Number;
    QString standard; ///< default as text
    double low = 0.0;
    double high = 0.0;
    QString unit;
    QString help;
    std::vector<FieldChoice> choices;

    friend bool operator==(const ParameterField&, const ParameterField&) = default;
};

struct StrategyChoice
{
    QString name;
    QString title;
    QString summary;
    QStringList markets; ///< it is made for; empty: any
    QString timeframe;
    std::vector<ParameterField> parameters;
};

/// Candles a backtest may run on.
struct DataChoice
{
    QString id;     ///< "practice", "file:…", "stored:…"
    QString words;  ///< for people
    QString market; ///< "ETH"; empty: any
};

/// What the form asks for, as typed.
struct BacktestRequest
{
    QString strategy;
    QString market;
    QString timeframe;
    QString data;
    QString from; ///< date, may be empty
    QString to;
    QString balance;
    QString takerBp; ///< empty: those of the market
    QString makerBp;
    bool nextOpen = false;
    QString path; ///< "near", "ohlc", "olhc"
    std::vector<std::pair<QString, QString>> parameters;
};

/// One line of a result: name, value, a remark in secondary.
struct ResultLine
{
    QString name;
    QString value;
    QString note;
    Tone tone = Tone::Primary;

    friend bool operator==(const ResultLine&, const ResultLine&) = default;
};

/// What a run came to, in words.
struct ResultSummary
{
    QString title; ///< "Gap retest on XAU-PERP 5m"
    QString verdict;
    QString verdictWords;
    Tone verdictTone = Tone::Warning;
    std::vector<ResultLine> result;
    std::vector<ResultLine> costs;
    std::vector<ResultLine> checks;
    double quality = 1.0; ///< of the history, 0 to 1
    QString qualityWords;
    QString runWords; ///< "Last run: 0.41 s. Digest 7f3a 91c2."

    friend bool operator==(const ResultSummary&, const ResultSummary&) = default;
};

} // namespace wick::desktop
