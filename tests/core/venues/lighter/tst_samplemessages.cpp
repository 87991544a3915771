// Every message of the venue that was collected, damaged in every way that a test can think of: cut
// at each byte, each field removed, nulled, retyped. What comes out is an error or the right value.
#include "core/venues/lighter/mapper.h"
#include "tests/core/venues/lighter/messagelines.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QTest>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

using namespace wick::lighter;
using namespace wick::test;

class LighterSamplesTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isReadWhole_data() { samples(); }
    void isReadWhole();
    void cutAnywhereIsAnError_data() { samples(); }
    void cutAnywhereIsAnError();
    void aFieldThatIsGoneIsNeverAZero_data() { samples(); }
    void aFieldThatIsGoneIsNeverAZero();
    void aFieldOfAnotherTypeIsAnErrorOrTheSame_data() { samples(); }
    void aFieldOfAnotherTypeIsAnErrorOrTheSame();
    void additionsChangeNothing_data() { samples(); }
    void additionsChangeNothing();

private:
    static void samples();
};

namespace {

using Outcome = std::optional<MessageLines>; ///< nothing is an error
using ReadText = std::function<Outcome(Mapper&, const QByteArray&)>;

std::string_view viewOf(const QByteArray& bytes)
{
    return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

Outcome readFrame(Mapper& mapper, const QByteArray& text)
{
    const auto frame = mapper.frame(viewOf(text));
    return frame ? Outcome{linesOf(*frame)} : std::nullopt;
}

template <typename Answer>
Outcome readAnswer(Mapper& mapper, const QByteArray& text)
{
    const auto answer = mapper.answer<Answer>(viewOf(text));
    if (answer) { // a row that is left out is reported, so it is no silent loss
        return mapper.leftOut().empty() ? Outcome{linesOf(*answer)} : std::nullopt;
    }
    if (answer.error().kind != ReadError::Kind::Refused) {
        return std::nullopt;
    }
    return linesOf(answer.error().refusal);
}

/// How the files are read. Answers that are not here are of requests we never make.
ReadText readerOf(const QString& name)
{
    static const std::map<QString, ReadText> kAnswers{
        {QStringLiteral("rest_account"), readAnswer<wire::Accounts>},
        {QStringLiteral("rest_account_with_position"), readAnswer<wire::Accounts>},
        {QStringLiteral("rest_accountActiveOrders"), readAnswer<wire::Orders>},
        {QStringLiteral("rest_accountLimits"), readAnswer<wire::AccountLimits>},
        {QStringLiteral("rest_accountTxs"), readAnswer<wire::Transactions>},
        {QStringLiteral("rest_accountsByL1Address"), readAnswer<wire::SubAccounts>},
        {QStringLiteral("rest_apikeys"), readAnswer<wire::ApiKeys>},
        {QStringLiteral("rest_candles"), readAnswer<wire::Candles>},
        {QStringLiteral("rest_candles_null"), readAnswer<wire::Candles>},
        {QStringLiteral("rest_error_429"), readAnswer<wire::NextNonce>},
        {QStringLiteral("rest_error_auth"), readAnswer<wire::Orders>},
        {QStringLiteral("rest_error_invalid_nonce"), readAnswer<wire::SendAnswer>},
        {QStringLiteral("rest_funding-rates"), readAnswer<wire::FundingRates>},
        {QStringLiteral("rest_fundings"), readAnswer<wire::Fundings>},
        {QStringLiteral("rest_nextNonce"), readAnswer<wire::NextNonce>},
        {QStringLiteral("rest_orderBookDetails"), readAnswer<wire::Markets>},
        {QStringLiteral("rest_orderBookOrders"), readAnswer<wire::BookOrders>},
        {QStringLiteral("rest_positionFunding"), readAnswer<wire::FundingPayments>},
        {QStringLiteral("rest_recentTrades"), readAnswer<wire::Trades>},
        {QStringLiteral("rest_recentTrades_missing"), readAnswer<wire::Trades>},
        {QStringLiteral("rest_recentTrades_null"), readAnswer<wire::Trades>},
        {QStringLiteral("rest_recentTrades_unordered"), readAnswer<wire::Trades>},
        {QStringLiteral("rest_sendTx"), readAnswer<wire::SendAnswer>},
        {QStringLiteral("rest_sendTxBatch"), readAnswer<wire::SendAnswer>},
        {QStringLiteral("rest_trades"), readAnswer<wire::Trades>},
        {QStringLiteral("rest_tx"), readAnswer<wire::Transaction>},
    };
    if (name.startsWith(QLatin1String{"ws_"})) {
        return name.endsWith(QLatin1String{"_request"}) ? ReadText{} : readFrame;
    }
    const auto known = kAnswers.find(name);
    return known == kAnswers.end() ? ReadText{} : known->second;
}

struct Sample
{
    QByteArray text;
    ReadText read;
};

Sample sampleNamed(const QString& name)
{
    QFile file{QStringLiteral(WICK_SOURCE_DIR "/../shared/lighter/samples/") + name
               + QStringLiteral(".json")};
    const bool opened = file.open(QIODevice::ReadOnly);
    return {opened ? file.readAll() : QByteArray{}, readerOf(name)};
}

/// Calls `visit(value, key)` with a changeable copy of each field, and puts it back afterwards.
class FieldWalk
{
public:
    /// What to do with one field: `with(value)` tries the document with another value in its place,
    /// and without the field when the value is undefined.
    using Try = std::function<void(const QJsonValue&)>;
    using Visit = std::function<void(const QString& key, const QJsonValue& value, const Try& with)>;

    static void walk(const QJsonValue& value,
                     const Visit& visit,
                     const std::function<void(const QJsonValue&)>& whole)
    {
        if (value.isArray()) {
            const QJsonArray array = value.toArray();
            for (qsizetype i = 0; i < array.size(); ++i) {
                walk(array[i], visit, [&](const QJsonValue& changed) {
                    QJsonArray copy = array;
                    copy[i] = changed;
                    whole(copy);
                });
            }
        }
        if (!value.isObject()) {
            return;
        }
        const QJsonObject object = value.toObject();
        for (const QString& key : object.keys()) {
            const auto with = [&](const QJsonValue& changed) {
                QJsonObject copy = object;
                copy.remove(key);
                if (!changed.isUndefined()) {
                    copy[key] = changed;
                }
                whole(copy);
            };
            visit(key, object[key], with);
            walk(object[key], visit, with);
        }
    }
};

QByteArray textOf(const QJsonValue& root)
{
    return QJsonDocument{root.toObject()}.toJson(QJsonDocument::Compact);
}

/// Walks over the fields of the sample; `check(key, value, changed)` calls `changed(value)` for
/// what came of the document with another value there.
void forEachField(
    const Sample& sample,
    const std::function<void(const QString&,
                             const QJsonValue&,
                             const std::function<Outcome(const QJsonValue&)>&)>& check)
{
    Mapper mapper;
    const QJsonValue root = QJsonDocument::fromJson(sample.text).object();
    QByteArray text;
    FieldWalk::walk(
        root,
        [&](const QString& key, const QJsonValue& value, const FieldWalk::Try& with) {
            check(key, value, [&](const QJsonValue& changed) {
                with(changed);
                return sample.read(mapper, text);
            });
        },
        [&](const QJsonValue& whole) { text = textOf(whole); });
}

/// Whether the field is part of the path: "order_book.asks[0].price" has order_book, asks and
/// price.
bool isUnder(const std::string& path, const std::string& key)
{
    const auto at = path.find(key);
    const auto end = at + key.size();
    return at != std::string::npos && (at == 0 || path[at - 1] == '.' || path[at - 1] == ']')
           && (end == path.size() || path[end] == '.' || path[end] == '[');
}

/// The fields that the venue leaves out for zero, by its own documents.
const std::set<std::string>& leftOutForZero()
{
    static const std::set<std::string> kFields{"taker_fee", "maker_fee", "i", "v", "V"};
    return kFields;
}

/// What a message may lack when `key` is gone: that, and what is in it. An entry that is another
/// one than before is the zero, or the wrong value, that must not be.
QString complaint(const MessageLines& whole, const MessageLines& damaged, const std::string& key)
{
    if (whole.count("frame") != 0 && damaged.at("frame") != whole.at("frame")) {
        const bool names = key == "type" || key == "channel" || key == "error";
        return names ? QString{} : QStringLiteral("is another message");
    }
    for (const auto& [path, text] : damaged) {
        const auto before = whole.find(path);
        const bool same = before != whole.end() && before->second == text;
        const auto last = path.substr(path.find_last_of('.') + 1);
        if (!same && !(last == key && leftOutForZero().contains(last))) {
            return QString::fromStdString(path + " became " + text);
        }
    }
    // A map of markets is a list in the message, so the number of a market is in no path.
    const bool market =
        std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
    for (const auto& [path, text] : whole) {
        if (!damaged.contains(path) && !isUnder(path, key) && !market) {
            return QString::fromStdString(path + " is lost");
        }
    }
    return {};
}

std::vector<QJsonValue> othersOf(const QJsonValue& value)
{
    std::vector<QJsonValue> others{QJsonObject{}, QJsonObject{{QStringLiteral("x"), 1}},
                                   QJsonArray{QJsonValue{QJsonArray{}}}};
    if (!value.isArray() && !value.isObject()) {
        others.emplace_back(QJsonArray{});
    }
    if (!value.isBool()) {
        others.emplace_back(true);
    }
    if (value.isDouble()) {
        others.emplace_back(QStringLiteral("abc"));
        others.emplace_back(QStringLiteral("1e400"));
        others.emplace_back(QStringLiteral("NaN"));
    } else {
        bool number = false;
        const double same = value.toString().toDouble(&number);
        others.emplace_back(number ? same : 1.5);
    }
    const bool manyTexts = value.isArray() && value.toArray().first().isString(); // or a single one
    if ((value.isBool() || value.isArray() || value.isObject()) && !manyTexts) {
        others.emplace_back(QStringLiteral("abc"));
    }
    return others;
}

} // namespace

void LighterSamplesTest::samples()
{
    QTest::addColumn<QString>("name");
    const QDir folder{QStringLiteral(WICK_SOURCE_DIR "/../shared/lighter/samples")};
    for (const QString& file : folder.entryList({QStringLiteral("*.json")})) {
        const QString name = file.chopped(5);
        if (readerOf(name)) {
            QTest::newRow(qPrintable(name)) << name;
        }
    }
    if (!folder.exists()) {
        QTest::newRow("none") << QString{};
    }
}

#define FETCH_SAMPLE()                                                                             \
    QFETCH(const QString, name);                                                                   \
    if (name.isEmpty()) {                                                                          \
        QSKIP("no folder shared/lighter/samples beside the source tree");                          \
    }                                                                                              \
    const Sample sample = sampleNamed(name)

void LighterSamplesTest::isReadWhole()
{
    FETCH_SAMPLE();
    Mapper mapper;
    const auto lines = sample.read(mapper, sample.text);
    QVERIFY(lines.has_value());
    // The same in another order of fields.
    const auto sorted = sample.read(mapper, textOf(QJsonDocument::fromJson(sample.text).object()));
    QVERIFY(sorted == lines);
    QVERIFY(mapper.leftOut().empty());
}

void LighterSamplesTest::cutAnywhereIsAnError()
{
    FETCH_SAMPLE();
    Mapper mapper;
    const qsizetype end = sample.text.lastIndexOf('}') + 1;
    for (qsizetype size = 0; size < end; ++size) {
        QVERIFY2(!sample.read(mapper, sample.text.left(size)), qPrintable(QString::number(size)));
    }
}

void LighterSamplesTest::aFieldThatIsGoneIsNeverAZero()
{
    FETCH_SAMPLE();
    Mapper mapper;
    const auto whole = sample.read(mapper, sample.text).value();
    forEachField(sample, [&](const QString& key, const QJsonValue&, const auto& changed) {
        for (const QJsonValue& gone : {QJsonValue{QJsonValue::Undefined}, QJsonValue{}}) {
            if (const Outcome damaged = changed(gone)) {
                const QString problem = complaint(whole, *damaged, key.toStdString());
                QVERIFY2(problem.isEmpty(), qPrintable(key + QStringLiteral(": ") + problem));
            }
        }
    });
}

void LighterSamplesTest::aFieldOfAnotherTypeIsAnErrorOrTheSame()
{
    FETCH_SAMPLE();
    Mapper mapper;
    const auto whole = sample.read(mapper, sample.text).value();
    forEachField(sample, [&](const QString& key, const QJsonValue& value, const auto& changed) {
        for (const QJsonValue& other : othersOf(value)) {
            if (const Outcome damaged = changed(other)) {
                const QString problem = complaint(whole, *damaged, key.toStdString());
                QVERIFY2(problem.isEmpty(), qPrintable(key + QStringLiteral(": ") + problem));
            }
        }
        if (value.isDouble()) { // a number as text is the number
            const QString text =
                value.toVariant().typeId() == QMetaType::LongLong
                    ? QString::number(value.toInteger())
                    : QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
            QVERIFY2(changed(text) == whole, qPrintable(key));
        }
    });
}

void LighterSamplesTest::additionsChangeNothing()
{
    FETCH_SAMPLE();
    Mapper mapper;
    const auto whole = sample.read(mapper, sample.text).value();
    forEachField(sample, [&](const QString& key, const QJsonValue& value, const auto& changed) {
        const QStringList keys = value.toObject().keys();
        const bool map =
            !keys.isEmpty() && std::all_of(keys.begin(), keys.end(), [](const QString& market) {
                bool number = false;
                market.toInt(&number);
                return number;
            });
        if (value.isObject() && !map) {
            QJsonObject more = value.toObject();
            more[QStringLiteral("a_new_field")] = QJsonArray{QJsonObject{{key, QJsonValue{}}}, 1.5};
            QVERIFY2(changed(more) == whole, qPrintable(key));
        }
    });
}

WICK_TEST(LighterSamplesTest)
#include "tst_samplemessages.moc"
