#include "core/io/instrumentfile.h"

#include "core/base/checked.h"
#include "core/base/unreachable.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace wick::io {

namespace {

constexpr qint64 kLargestFile = 1'000'000;
constexpr int kMoneyDecimals = 6;
constexpr int kFractionDecimals = 6;   // ppm
constexpr int kBasisPointDecimals = 2; // a hundredth of a basis point is 1 ppm
constexpr int kMostDecimals = 9;       // as core::Instrument allows

constexpr std::array kRowKeys{
    QLatin1String{"symbol"},   QLatin1String{"tick"},         QLatin1String{"lot"},
    QLatin1String{"imf"},      QLatin1String{"minimum_base"}, QLatin1String{"minimum_quote"},
    QLatin1String{"mmf"},      QLatin1String{"spread_bp"},    QLatin1String{"normal_volatility"},
    QLatin1String{"calendar"}, QLatin1String{"taker_bp"},     QLatin1String{"maker_bp"},
};
constexpr std::array kFileKeys{QLatin1String{"note"}, QLatin1String{"source"},
                               QLatin1String{"instruments"}};

QString quoted(const QString& text)
{
    return QLatin1Char{'"'} % text % QLatin1Char{'"'};
}

/// Reads the fields of one JSON object and remembers the first that is wrong.
class FieldReader
{
public:
    FieldReader(QString path, const QJsonObject& object)
        : m_path(std::move(path))
        , m_object(object)
    {}

    /// Refuses any key that is not one of `known`.
    template <std::size_t N>
    void allowOnly(const std::array<QLatin1String, N>& known)
    {
        for (const QString& key : m_object.keys()) {
            if (std::find(known.begin(), known.end(), key) == known.end()) {
                fail(key, QStringLiteral("is not a key of an instrument file"));
            }
        }
    }

    /// A field that must be text.
    QString text(QLatin1String key)
    {
        const QJsonValue value = m_object.value(key);
        if (value.isUndefined()) {
            fail(key, QStringLiteral("is missing"));
        } else if (!value.isString() || value.toString().isEmpty()) {
            fail(key, QStringLiteral("must be a text that is not empty"));
        }
        return value.toString();
    }

    /// A number, written as text or as a JSON number, with the digits it was written with.
    core::Decimal decimal(QLatin1String key)
    {
        return read(key, [](std::string_view digits) { return core::parseDecimal(digits); });
    }

    /// The same, counted at `decimals` decimals.
    std::int64_t scaled(QLatin1String key, int decimals)
    {
        return read(key, [decimals](std::string_view digits) {
            return core::parseScaled(digits, decimals);
        });
    }

    void fail(const QString& key, const QString& problem)
    {
        if (!m_error) {
            m_error = InstrumentFileError{{}, m_path % key, problem};
        }
    }

    [[nodiscard]] const std::optional<InstrumentFileError>& error() const { return m_error; }

private:
    template <typename Parse>
    auto read(QLatin1String key, Parse parse) -> typename decltype(parse(""))::value_type
    {
        const QJsonValue value = m_object.value(key);
        if (value.isUndefined()) {
            fail(key, QStringLiteral("is missing"));
            return {};
        }
        if (!value.isString() && !value.isDouble()) {
            fail(key, QStringLiteral("must be a number or a number as text"));
            return {};
        }
        const QString digits = value.isString() ? value.toString()
                                                : QString::number(value.toDouble(), 'f',
                                                                  QLocale::FloatingPointShortest);
        const auto number = parse(digits.toStdString());
        if (!number) {
            const std::string_view why = core::describe(number.error());
            fail(key, quoted(digits) % QLatin1Char{' '}
                          % QString::fromLatin1(why.data(), static_cast<qsizetype>(why.size())));
            return {};
        }
        return *number;
    }

    QString m_path; ///< "instruments[0]."
    const QJsonObject& m_object;
    std::optional<InstrumentFileError> m_error;
};

core::CalendarKind calendarOf(FieldReader& fields)
{
    const QLatin1String key{"calendar"};
    const QString name = fields.text(key);
    if (name == QLatin1String{"new_york"}) {
        return core::CalendarKind::NewYork;
    }
    if (name != QLatin1String{"always"}) {
        fields.fail(key, QStringLiteral("must be \"always\" or \"new_york\", not ") % quoted(name));
    }
    return core::CalendarKind::Always;
}

/// A lot is a power of ten, so that sizes are decimals of the base.
int lotDecimals(FieldReader& fields)
{
    const QLatin1String key{"lot"};
    const core::Decimal lot = fields.decimal(key);
    if (lot.mantissa != 1 || lot.decimals > kMostDecimals) {
        fields.fail(key, QStringLiteral("must be 1, 0.1, 0.01, … down to 0.000000001"));
    }
    return lot.decimals;
}

core::Decimal tickOf(FieldReader& fields)
{
    const QLatin1String key{"tick"};
    const core::Decimal tick = fields.decimal(key);
    if (tick.mantissa <= 0 || tick.decimals > kMostDecimals) {
        fields.fail(key, QStringLiteral("must be above 0 and have at most 9 decimals"));
    }
    return tick;
}

/// Says which field the instrument itself refuses.
QLatin1String keyOf(core::InstrumentError error)
{
    switch (error) {
    case core::InstrumentError::NoSymbol:
        return QLatin1String{"symbol"};
    case core::InstrumentError::BadDecimals:
        return QLatin1String{"lot"};
    case core::InstrumentError::BadTick:
        return QLatin1String{"tick"};
    case core::InstrumentError::BadMinimum:
        return QLatin1String{"minimum_base"};
    case core::InstrumentError::BadFraction:
        return QLatin1String{"mmf"};
    }
    core::unreachable();
}

core::Result<InstrumentSpec, InstrumentFileError>
specOf(const QJsonObject& row, const QString& path, InstrumentSource source)
{
    FieldReader fields{path, row};
    fields.allowOnly(kRowKeys);
    InstrumentSpec spec;
    spec.source = source;
    spec.symbol = fields.text(QLatin1String{"symbol"}).toStdString();
    spec.tick = tickOf(fields);
    spec.quantityDecimals = lotDecimals(fields);
    spec.minimumQuantity =
        core::Quantity{fields.scaled(QLatin1String{"minimum_base"}, spec.quantityDecimals)};
    spec.minimumNotional =
        core::Money{fields.scaled(QLatin1String{"minimum_quote"}, kMoneyDecimals)};
    spec.initialMargin = core::Ppm{fields.scaled(QLatin1String{"imf"}, kFractionDecimals)};
    spec.maintenanceMargin = core::Ppm{fields.scaled(QLatin1String{"mmf"}, kFractionDecimals)};
    spec.spread = core::Ppm{fields.scaled(QLatin1String{"spread_bp"}, kBasisPointDecimals)};
    spec.normalVolatility =
        static_cast<double>(fields.scaled(QLatin1String{"normal_volatility"}, kFractionDecimals))
        / static_cast<double>(core::powerOfTen(kFractionDecimals));
    spec.calendar = calendarOf(fields);
    spec.takerFee = core::Ppm{fields.scaled(QLatin1String{"taker_bp"}, kBasisPointDecimals)};
    spec.makerFee = core::Ppm{fields.scaled(QLatin1String{"maker_bp"}, kBasisPointDecimals)};
    if (!fields.error()) {
        if (const auto made = instrumentOf(spec, core::InstrumentId{0}); !made) {
            fields.fail(
                keyOf(made.error()),
                QStringLiteral("is out of range (minimums not negative, spread not negative, "
                               "0 < mmf <= imf <= 1)"));
        }
    }
    if (fields.error()) {
        return core::Failure{*fields.error()};
    }
    return spec;
}

InstrumentSpecs rowsOf(const QJsonObject& root)
{
    FieldReader fields{{}, root};
    fields.allowOnly(kFileKeys);
    const QString source = fields.text(QLatin1String{"source"});
    if (source != QLatin1String{"example"} && source != QLatin1String{"venue"}) {
        fields.fail(QStringLiteral("source"), QStringLiteral("must be \"example\" or \"venue\""));
    }
    const QJsonValue rows = root.value(QLatin1String{"instruments"});
    if (!rows.isArray() || rows.toArray().isEmpty()) {
        fields.fail(QStringLiteral("instruments"),
                    QStringLiteral("must be a list with a row or more"));
    }
    if (fields.error()) {
        return core::Failure{*fields.error()};
    }
    const auto kind =
        source == QLatin1String{"venue"} ? InstrumentSource::Venue : InstrumentSource::Example;
    std::vector<InstrumentSpec> specs;
    const QJsonArray list = rows.toArray();
    for (const auto& row : list) {
        const QString path = QStringLiteral("instruments[%1].").arg(specs.size());
        if (!row.isObject()) {
            return core::Failure{
                InstrumentFileError{{}, path.chopped(1), QStringLiteral("must be an object")}};
        }
        auto spec = specOf(row.toObject(), path, kind);
        if (!spec) {
            return core::Failure{std::move(spec).error()};
        }
        if (findInstrument(specs, spec->symbol) != nullptr) {
            return core::Failure{InstrumentFileError{
                {}, path % QStringLiteral("symbol"), QStringLiteral("is there twice")}};
        }
        specs.push_back(std::move(spec).value());
    }
    return specs;
}

} // namespace

QString InstrumentFileError::text() const
{
    const QString subject = key.isEmpty() ? QString{} : QString{key % QLatin1Char{' '}};
    return file % QStringLiteral(": ") % subject % problem;
}

InstrumentSpecs parseInstruments(const QByteArray& json, const QString& file)
{
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parsed);
    if (document.isNull()) {
        const auto line = json.left(parsed.offset).count('\n') + 1;
        return core::Failure{InstrumentFileError{
            file,
            {},
            QStringLiteral("is not JSON: line %1, %2").arg(line).arg(parsed.errorString())}};
    }
    if (!document.isObject()) {
        return core::Failure{
            InstrumentFileError{file, {}, QStringLiteral("must be a JSON object")}};
    }
    InstrumentSpecs specs = rowsOf(document.object());
    if (!specs) {
        InstrumentFileError error = std::move(specs).error();
        error.file = file;
        return core::Failure{std::move(error)};
    }
    return specs;
}

InstrumentSpecs readInstrumentFile(const QString& path)
{
    QFile file{path};
    if (!file.open(QIODevice::ReadOnly)) {
        return core::Failure{
            InstrumentFileError{path, {}, QStringLiteral("cannot be read: ") % file.errorString()}};
    }
    if (file.size() > kLargestFile) {
        return core::Failure{InstrumentFileError{
            path, {}, QStringLiteral("is larger than 1 MB, so it is no instrument file")}};
    }
    return parseInstruments(file.readAll(), path);
}

std::vector<InstrumentSpec> builtInInstruments()
{
    return readInstrumentFile(QStringLiteral(":/wick/instruments.json")).value();
}

const InstrumentSpec* findInstrument(std::span<const InstrumentSpec> specs, std::string_view name)
{
    const auto found = std::find_if(specs.begin(), specs.end(), [name](const InstrumentSpec& spec) {
        return core::namesMarket(name, spec.symbol);
    });
    return found == specs.end() ? nullptr : &*found;
}

std::vector<std::string> baseNames(std::span<const InstrumentSpec> specs)
{
    std::vector<std::string> names;
    names.reserve(specs.size());
    for (const InstrumentSpec& spec : specs) {
        names.emplace_back(core::baseOf(spec.symbol));
    }
    return names;
}

core::Result<core::Instrument, core::InstrumentError>
instrumentOf(const InstrumentSpec& spec, core::InstrumentId id, SeriesDecimals series)
{
    core::Instrument::Fields fields;
    fields.id = id;
    fields.symbol = spec.symbol;
    fields.priceDecimals = std::max(series.price, spec.tick.decimals);
    const auto tick = core::rescale(spec.tick.mantissa, spec.tick.decimals, fields.priceDecimals);
    if (!tick) {
        return core::Failure{core::InstrumentError::BadTick};
    }
    fields.tick = core::PriceDelta{*tick};
    fields.quantityDecimals = spec.quantityDecimals;
    fields.volumeDecimals = series.volume;
    fields.minimumQuantity = spec.minimumQuantity;
    fields.minimumNotional = spec.minimumNotional;
    fields.initialMargin = spec.initialMargin;
    fields.maintenanceMargin = spec.maintenanceMargin;
    fields.takerFee = spec.takerFee;
    fields.makerFee = spec.makerFee;
    fields.spread = spec.spread;
    fields.normalVolatility = spec.normalVolatility;
    fields.calendar = spec.calendar;
    return core::Instrument::create(std::move(fields));
}

core::Result<core::Instrument, core::InstrumentError> instrumentOf(const InstrumentSpec& spec,
                                                                   core::InstrumentId id)
{
    return instrumentOf(spec, id, SeriesDecimals{spec.tick.decimals, spec.quantityDecimals});
}

} // namespace wick::io
