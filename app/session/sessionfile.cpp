#include "app/session/sessionfile.h"

#include "core/backtest/practicemarket.h"
#include "core/base/decimal.h"
#include "core/base/nearestname.h"
#include "core/io/instrumentfile.h"
#include "core/market/timeframe.h"
#include "strategies/catalog.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <array>
#include <utility>

namespace wick::session {

using namespace wick::core;

namespace {

constexpr qint64 kLargestFile = 1'000'000;
constexpr qsizetype kMostEngines = 32; ///< each has a thread
constexpr int kMoneyDecimals = 6;
constexpr std::size_t kLongestEcho = 60;

[[nodiscard]] std::string quoted(const std::string& text)
{
    return '\'' + text.substr(0, kLongestEcho) + (text.size() > kLongestEcho ? "…'" : "'");
}

[[nodiscard]] std::string didYouMean(const std::string& name)
{
    return name.empty() ? std::string{} : "; did you mean " + quoted(name) + '?';
}

/// A text, or a number or truth value as it would be written; nothing for lists and objects.
[[nodiscard]] std::optional<std::string> plainText(const QJsonValue& value)
{
    if (value.isString()) {
        return value.toString().toStdString();
    }
    if (value.isDouble()) {
        return QString::number(value.toDouble(), 'f', QLocale::FloatingPointShortest).toStdString();
    }
    if (value.isBool()) {
        return value.toBool() ? "on" : "off";
    }
    return std::nullopt;
}

/// Reads one file; the first thing that is wrong stays.
class Reader
{
public:
    explicit Reader(std::string file)
        : m_file(std::move(file))
    {}

    Result<SessionFile, SessionFileError> read(const QByteArray& json);
    void fail(std::string key, std::string problem)
    {
        if (!m_error) {
            m_error = SessionFileError{m_file, std::move(key), std::move(problem)};
        }
    }

private:
    void readObject(const QJsonObject& object);
    void allowOnly(const QJsonObject& object,
                   const std::string& path,
                   const std::vector<std::string>& known);
    std::string text(const QJsonObject& object, const std::string& path, const char* key);
    void readVenue(const QJsonValue& value);
    void readSpeed(const QJsonValue& value);
    void readTime(const QJsonValue& value);
    void readSeed(const QJsonValue& value);
    void readBalance(const QJsonValue& value);
    void readLimits(const QJsonValue& value);
    void readEngines(const QJsonValue& value);
    EngineRequest readEngine(const QJsonObject& object, const std::string& path);
    void readTimeframe(const QJsonValue& value, const std::string& key, EngineRequest& engine);
    void readParameters(const QJsonValue& value, const std::string& key, EngineRequest& engine);
    void checkMarket(const EngineRequest& engine, const std::string& key);
    void checkStrategy(const EngineRequest& engine, const std::string& path);

    std::string m_file;
    SessionFile m_read;
    std::optional<SessionFileError> m_error;
    StrategyCatalog m_catalog = strategies::catalog();
};

Result<SessionFile, SessionFileError> Reader::read(const QByteArray& json)
{
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(json, &fault);
    if (fault.error != QJsonParseError::NoError) {
        const auto line = json.left(fault.offset).count('\n') + 1;
        fail({}, "line " + std::to_string(line) + ": " + fault.errorString().toStdString());
    } else if (!document.isObject()) {
        fail({}, "must be a JSON object");
    } else {
        readObject(document.object());
    }
    if (m_error) {
        return Failure{*std::move(m_error)};
    }
    return std::move(m_read);
}

void Reader::readObject(const QJsonObject& object)
{
    struct Key
    {
        QLatin1String name;
        void (Reader::*read)(const QJsonValue&) = nullptr;
    };
    static constexpr std::array kReaders{Key{QLatin1String{"venue"}, &Reader::readVenue},
                                         Key{QLatin1String{"speed"}, &Reader::readSpeed},
                                         Key{QLatin1String{"for"}, &Reader::readTime},
                                         Key{QLatin1String{"seed"}, &Reader::readSeed},
                                         Key{QLatin1String{"balance"}, &Reader::readBalance},
                                         Key{QLatin1String{"limits"}, &Reader::readLimits},
                                         Key{QLatin1String{"engines"}, &Reader::readEngines}};
    allowOnly(object, {},
              {"note", "venue", "speed", "for", "seed", "balance", "limits", "engines"});
    for (const Key& key : kReaders) {
        if (object.contains(key.name)) {
            (this->*key.read)(object.value(key.name));
        }
    }
}

void Reader::allowOnly(const QJsonObject& object,
                       const std::string& path,
                       const std::vector<std::string>& known)
{
    for (const QString& key : object.keys()) {
        const std::string name = key.toStdString();
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            fail(path + name.substr(0, kLongestEcho),
                 "is not a key of a session file"
                     + didYouMean(nearestName(name.substr(0, kLongestEcho), known)));
        }
    }
}

std::string Reader::text(const QJsonObject& object, const std::string& path, const char* key)
{
    const QJsonValue value = object.value(QLatin1String{key});
    if (value.isUndefined()) {
        fail(path + key, "is missing");
    } else if (value.toString().isEmpty()) {
        fail(path + key, "must be a text that is not empty");
    }
    return value.toString().toStdString();
}

void Reader::readVenue(const QJsonValue& value)
{
    if (value.toString() != QLatin1String{"practice"}) {
        fail("venue", "must be \"practice\": this version has no other");
    }
}

void Reader::readSpeed(const QJsonValue& value)
{
    const auto written = plainText(value);
    m_read.speed = written ? parseSpeed(*written) : std::nullopt;
    if (!m_read.speed) {
        fail("speed", "must be 1, 10, 60 or \"max\"");
    }
}

void Reader::readTime(const QJsonValue& value)
{
    const std::string written = value.toString().toStdString();
    const auto time = parseSpan(written);
    if (time) {
        m_read.runFor = *time;
    } else {
        fail("for", quoted(written) + ' ' + std::string{describe(time.error())});
    }
}

void Reader::readSeed(const QJsonValue& value)
{
    const auto number = parseScaled(plainText(value).value_or(""), 0);
    if (number && *number >= 0) {
        m_read.seed = static_cast<std::uint64_t>(*number);
    } else {
        fail("seed", "must be a whole number from 0");
    }
}

void Reader::readBalance(const QJsonValue& value)
{
    const auto amount = parseScaled(plainText(value).value_or(""), kMoneyDecimals);
    if (amount && *amount > 0) {
        m_read.balance = Money{*amount};
    } else {
        fail("balance", "must be an amount of USDC above zero");
    }
}

void Reader::readLimits(const QJsonValue& value)
{
    if (!value.isObject()) {
        fail("limits", "must be an object of keys and values");
        return;
    }
    const QJsonObject object = value.toObject();
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        const std::string key = entry.key().toStdString();
        const auto written =
            entry->isNull() ? std::optional<std::string>{"none"} : plainText(*entry);
        if (!written) {
            fail("limits." + key.substr(0, kLongestEcho), "must be a number, a text or null");
            continue;
        }
        RiskLimits tried;
        if (const auto set = applyRisk(tried, {{key, *written}}); !set) {
            fail("limits." + key.substr(0, kLongestEcho), describe(set.error()));
        }
        m_read.limits.emplace_back(key, *written);
    }
}

void Reader::readEngines(const QJsonValue& value)
{
    const QJsonArray list = value.toArray();
    if (list.isEmpty() || list.size() > kMostEngines) {
        fail("engines", "must be a list of 1 to " + std::to_string(kMostEngines) + " engines");
        return;
    }
    for (qsizetype i = 0; i < list.size(); ++i) {
        const std::string path = "engines[" + std::to_string(i) + ']';
        if (!list[i].isObject()) {
            fail(path, "must be an object");
            return;
        }
        m_read.engines.push_back(readEngine(list[i].toObject(), path + '.'));
    }
}

EngineRequest Reader::readEngine(const QJsonObject& object, const std::string& path)
{
    allowOnly(object, path, {"strategy", "market", "timeframe", "parameters"});
    EngineRequest engine;
    engine.strategy = text(object, path, "strategy");
    engine.market = text(object, path, "market");
    if (object.contains(QLatin1String{"timeframe"})) {
        readTimeframe(object.value(QLatin1String{"timeframe"}), path + "timeframe", engine);
    }
    if (object.contains(QLatin1String{"parameters"})) {
        readParameters(object.value(QLatin1String{"parameters"}), path + "parameters", engine);
    }
    checkMarket(engine, path + "market");
    checkStrategy(engine, path);
    return engine;
}

void Reader::readTimeframe(const QJsonValue& value, const std::string& key, EngineRequest& engine)
{
    const std::string written = value.toString().toStdString();
    const auto timeframe = parseTimeframe(written);
    if (!timeframe) {
        fail(key, quoted(written) + ' ' + std::string{describe(timeframe.error())});
    } else if (timeframe->count() % minutes(1).count() != 0) {
        fail(key, "must be whole minutes");
    } else {
        engine.timeframe = *timeframe;
    }
}

void Reader::readParameters(const QJsonValue& value, const std::string& key, EngineRequest& engine)
{
    if (!value.isObject()) {
        fail(key, "must be an object of names and values");
        return;
    }
    const QJsonObject object = value.toObject();
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        const std::string name = entry.key().toStdString();
        const auto written = plainText(*entry);
        if (!written) {
            fail(key + '.' + name.substr(0, kLongestEcho),
                 "must be a number, a text, true or false");
            return;
        }
        engine.parameters.emplace_back(name, *written);
    }
}

void Reader::checkMarket(const EngineRequest& engine, const std::string& key)
{
    const auto specs = io::builtInInstruments();
    if (io::findInstrument(specs, engine.market) != nullptr) {
        return;
    }
    const std::string nearest =
        nearestName(engine.market.substr(0, kLongestEcho), io::baseNames(specs));
    fail(key, "there is no market " + quoted(engine.market) + didYouMean(nearest));
}

void Reader::checkStrategy(const EngineRequest& engine, const std::string& path)
{
    const auto made = m_catalog.create(engine.strategy, engine.parameters);
    if (made) {
        return;
    }
    const CatalogError& why = made.error();
    const bool unknown = !why.unknownName.empty() || engine.strategy.empty();
    fail(path + (unknown ? "strategy" : "parameters." + why.parameter.name.substr(0, kLongestEcho)),
         describe(jobErrorOf(why)));
}

} // namespace

std::string SessionFileError::text() const
{
    return file + ": " + (key.empty() ? std::string{} : key + ": ") + problem;
}

Result<SessionFile, SessionFileError> parseSessionFile(const QByteArray& json, const QString& file)
{
    return Reader{file.toStdString()}.read(json);
}

Result<SessionFile, SessionFileError> readSessionFile(const QString& path)
{
    const std::string name = path.toStdString();
    QFile file{path};
    if (!file.open(QIODevice::ReadOnly)) {
        return Failure{
            SessionFileError{name, {}, "cannot be read: " + file.errorString().toStdString()}};
    }
    const QByteArray json = file.read(kLargestFile + 1);
    if (json.size() > kLargestFile) {
        return Failure{SessionFileError{name, {}, "is too large for a session file"}};
    }
    return parseSessionFile(json, path);
}

} // namespace wick::session
