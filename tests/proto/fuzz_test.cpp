// Foreign bytes may be wrong in any way: they give a value or a format_error, nothing else.

#include "random_document.hpp"
#include "recordings.hpp"
#include "rewritten.hpp"

#include <argocdpp/proto/application.hpp>
#include <argocdpp/proto/event.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

namespace {

/// The text with one to four things wrong: flipped bits, cut, doubled or foreign parts.
std::string damaged(document_maker& make, std::string text, std::string_view other) {
    for (auto left = 1 + make.below(4); left > 0 && !text.empty(); --left) {
        const auto at = make.below(text.size());
        const auto length = 1 + make.below(40);
        switch (make.below(6)) {
        case 0:
            text[at] = static_cast<char>(text[at] ^ (1 << make.below(8)));
            break;
        case 1:
            text[at] = R"({}[]",:\0-.eu)"[make.below(13)];
            break;
        case 2:
            text.resize(at);
            break;
        case 3:
            text.erase(at, length);
            break;
        case 4:
            text.insert(at, text.substr(make.below(text.size()), length));
            break;
        default:
            text.insert(at, other.substr(make.below(other.size()), length));
            break;
        }
    }
    return text;
}

/// Whether the text was understood.
template<class Run>
bool survives(Run run) {
    return complaint_of(run) == "no error";
}

void read_list(std::string_view text, document_maker& make) {
    list_reader reader("items", {{"metadata.name", "spec"}},
                       [](any item) { decode<application>(std::move(item)); });
    while (!text.empty()) {
        const auto piece = text.substr(0, 1 + make.below(200));
        reader.push(piece);
        text.remove_prefix(piece.size());
    }
    reader.finish();
}

} // namespace

TEST_CASE("damaged applications are read or refused") {
    document_maker make(5);
    int read = 0;
    int refused = 0;
    for (int round = 0; round < 6'000; ++round) {
        const auto& apps = recorded_applications();
        const auto& other = apps[make.below(apps.size())];
        const auto text = damaged(make, apps[make.below(apps.size())], other);
        const bool is_read = survives([&text] {
            const any document = parse(text);
            const auto again = write(document);
            REQUIRE(write(parse(again)) == again);
            REQUIRE(rewritten<application>(again) == again);
        });
        ++(is_read ? read : refused);
    }
    CHECK(read > 300);
    CHECK(refused > 3'000);
}

TEST_CASE("damaged messages of a stream are read or refused") {
    document_maker make(6);
    const auto& all = recorded_messages();
    for (int round = 0; round < 3'000; ++round) {
        const auto text = damaged(make, all[make.below(all.size())].text, all.front().text);
        survives([&text] { read_as<application_stream_message>(text); });
    }
}

TEST_CASE("damaged lists are read or refused in pieces, exactly where parse does so") {
    document_maker make(7);
    const std::string& whole = recorded_body("/api/v1/applications");
    // The first applications are enough: most damage must hit near the others.
    const any document = parse(whole);
    const auto& all = document.find("items")->items();
    const std::string list =
        write(object{{"metadata", object{}}, {"items", array{all[0], all[3]}}});
    for (int round = 0; round < 3'000; ++round) {
        const auto text = damaged(make, list, whole);
        const bool is_json = survives([&text] { parse(text); });
        const bool is_list = survives([&] { read_list(text, make); });
        if (!is_json)
            REQUIRE_FALSE(is_list);
    }
}

TEST_CASE("every beginning of a document is refused") {
    const std::string& text = recorded_body("/api/v1/applications/broken");
    for (std::size_t size = 0; size < text.size(); ++size)
        REQUIRE_FALSE(survives([&] { parse(std::string_view(text).substr(0, size)); }));
}
