#include "api_path.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace argocdpp {
namespace {

std::string encoded(std::string_view text) {
    return boost::urls::encode(text, boost::urls::unreserved_chars);
}

} // namespace

api_path& api_path::segment(std::string_view value) {
    text_ += '/';
    text_ += encoded(value);
    return *this;
}

api_path& api_path::literal(std::string_view text) {
    text_ += '/';
    text_ += text;
    return *this;
}

api_path& api_path::query(std::string_view name, std::string_view value) {
    if (value.empty())
        return *this;
    text_ += separator_;
    text_ += name;
    text_ += '=';
    text_ += encoded(value);
    separator_ = '&';
    return *this;
}

} // namespace argocdpp
